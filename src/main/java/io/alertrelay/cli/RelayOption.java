package io.alertrelay.cli;

import io.alertrelay.config.InvalidConfigException;
import java.io.IOException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that select the running relay to ask. */
public final class RelayOption {
    private static final String NOT_THERE =
            "; is it running, and is this its management port (management.host and management.port)?";

    @Mixin
    private ConfigOption config;

    @Option(
            names = "--url",
            converter = RelayApi.Converter.class,
            paramLabel = "URL",
            description = "The management port, http://127.0.0.1:8081 for example. Default: $RELAY_URL, else the"
                    + " configuration's.")
    private RelayApi url;

    /** The relay; the first line of the output names it. */
    RelayApi named(RelayCommand command) throws InvalidConfigException, IOException {
        RelayApi api = api();
        SourceLine.relay(api, command);
        return api;
    }

    /** The relay. */
    public RelayApi api() throws InvalidConfigException, IOException {
        return url == null ? RelayApi.of(config.management()) : url;
    }

    /** Sends it an order; 1 if no relay answers. */
    public int order(RelayCommand command, RelayRequest question)
            throws IOException, InterruptedException, InvalidConfigException {
        return ask(
                command,
                named(command),
                question,
                "no answer yet from %s; what was asked for continues, ask again later");
    }

    /** Asks for its state; 1 if no relay answers. */
    public int ask(RelayCommand command, RelayRequest question)
            throws IOException, InterruptedException, InvalidConfigException {
        return ask(command, named(command), question, "no answer from %s" + NOT_THERE);
    }

    /** @param late what to say, with its address, if it has taken the question and does not answer */
    private static int ask(RelayCommand command, RelayApi api, RelayRequest question, String late)
            throws InterruptedException {
        try {
            return question.ask(api);
        } catch (UnexpectedAnswerException e) {
            return command.failed(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            return command.failed(
                    e instanceof HttpTimeoutException && !(e instanceof HttpConnectTimeoutException)
                            ? late.formatted(api.base())
                            : "no relay answers at " + api.base() + NOT_THERE);
        }
    }

    /** A request to a relay. */
    @FunctionalInterface
    public interface RelayRequest {
        /** Returns the exit code. */
        int ask(RelayApi api) throws IOException, InterruptedException;
    }

    /** Whether a relay is named, so that the configuration's topics are not read instead. */
    public boolean isNamed() {
        return url != null;
    }

    /** The configuration, by which the relay is found if none is named. */
    public ConfigOption config() {
        return config;
    }
}
