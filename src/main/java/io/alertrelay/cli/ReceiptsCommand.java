package io.alertrelay.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.alertrelay.app.Ledger;
import io.alertrelay.app.StartException;
import io.alertrelay.config.InvalidConfigException;
import io.alertrelay.config.RelayConfig;
import io.alertrelay.intake.ReceiptId;
import io.alertrelay.ledger.TrailJson;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code relay receipts}: what became of one webhook. */
@Command(
        name = "receipts",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Shows what became of one webhook: its alerts, where each was routed and why, and how each delivery ended.",
            "",
            "Asks the relay that runs, which knows what a delivery waits for; reads the topics itself if none does."
        },
        optionListHeading = "%nOptions:%n",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:it is shown",
            "1:nothing is known of it, or Kafka can't be read",
            "2:wrong usage, or a mistake in the configuration"
        })
final class ReceiptsCommand implements Callable<Integer> {
    private static final String UNKNOWN = "UnknownRequestId";

    @Parameters(
            paramLabel = "REQUEST_ID",
            description = "The request_id that the sender was answered, such as w0-17-7k3m9qxr2ztc5vbn.")
    private String requestId;

    @Mixin
    private RelayOption relay;

    @Option(names = "--json", description = "Prints JSON.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException, InvalidConfigException, StartException {
        ReceiptId receipt = ReceiptId.parse(requestId)
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(),
                        "REQUEST_ID: found \"" + requestId
                                + "\", expected one such as w0-17-7k3m9qxr2ztc5vbn (or q0-3-… of a refused webhook)"));
        Optional<JsonNode> trail = find(receipt);
        if (trail.isEmpty()) {
            spec.commandLine()
                    .getErr()
                    .println("relay: nothing is known of " + receipt
                            + ": it was never given by this relay, or all of it was deleted for its age");
            return 1;
        }
        print(trail.get());
        return 0;
    }

    private Optional<JsonNode> find(ReceiptId receipt)
            throws IOException, InterruptedException, InvalidConfigException, StartException {
        RelayApi api = relay.api();
        try {
            Optional<JsonNode> found = ask(receipt, api);
            Asked.relay(api, spec.commandLine(), json);
            return found;
        } catch (IOException e) {
            if (relay.isNamed()) {
                throw e;
            }
            RelayConfig loaded = relay.config().topics(spec.commandLine(), json);
            try (Ledger ledger = Ledger.open(loaded, spec.commandLine().getErr()::println)) {
                return ledger.trail(receipt).map(TrailJson::of);
            }
        }
    }

    private static Optional<JsonNode> ask(ReceiptId receipt, RelayApi api) throws IOException, InterruptedException {
        RelayApi.Answer answer;
        try {
            answer = api.get("api/v1/receipts/" + receipt);
        } catch (IOException e) {
            throw new IOException("no relay answers at " + api.base(), e);
        }
        if (answer.status() == 200) {
            return Optional.of(answer.body());
        }
        if (answer.errorCode().equals(UNKNOWN)) {
            return Optional.empty();
        }
        throw new IOException("the relay at " + api.base() + " answers " + answer.status() + " "
                + answer.body().at("/error/message").asText());
    }

    private void print(JsonNode trail) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(trail.toPrettyString());
        } else {
            new TrailText(Colours.auto(), new Times(ZoneId.systemDefault(), Instant.now())).print(trail, out);
        }
        out.flush();
    }
}
