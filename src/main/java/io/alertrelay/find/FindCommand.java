package io.alertrelay.find;

import io.alertrelay.api.InvalidQueryException;
import io.alertrelay.cli.PeriodOptions;
import io.alertrelay.cli.RelayApi;
import io.alertrelay.cli.RelayCommand;
import io.alertrelay.cli.RelayOption;
import io.alertrelay.cli.SourceLine;
import io.alertrelay.cli.UnexpectedAnswerException;
import io.alertrelay.config.RelayConfig;
import io.alertrelay.reading.Ledger;
import io.alertrelay.reading.Scope;
import io.alertrelay.reading.StartException;
import io.alertrelay.reading.WaitingDeliveries;
import io.alertrelay.record.ReceiptId;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code relay find}: an alert did not arrive; what happened to it? */
@Command(
        name = "find",
        description = {
            "Finds alerts by what they say, newest first, and says how each ended or what it waits for.",
            "",
            "  relay find 搜索集群 --label pod=api-7 --severity Critical --last 6h",
            "  relay find --channel payments --outcome dead-lettered,waiting",
            "",
            "All that is stated must be true of an alert. What was refused or could not be read is found too.",
            "Asks the relay that runs, which knows what a delivery waits for; reads the topics itself if none does."
        },
        optionListHeading = "%nOptions:%n",
        exitCodeList = {
            "0:some are shown",
            "1:there are none, or Kafka can't be read",
            "2:wrong usage, or a mistake in the configuration"
        })
public final class FindCommand extends RelayCommand {
    @Parameters(
            paramLabel = "TEXT",
            arity = "0..*",
            description =
                    "Contained in the value of a label or annotation; a-z in either case. Of several, each must be.")
    private List<String> texts = List.of();

    @Mixin
    private RelayOption relay;

    @Option(names = "--label", paramLabel = "NAME=VALUE", description = "Only alerts with this label. Repeatable.")
    private List<String> labels = List.of();

    @Option(
            names = "--severity",
            split = ",",
            paramLabel = "WORD",
            description = "Only of these severities: Critical, Warning, Info; and what could not be read.")
    private List<String> severities = List.of();

    @Option(
            names = {"-i", "--integration"},
            paramLabel = "NAME",
            description = "Only alerts that were received through this integration.")
    private String integration;

    @Option(names = "--channel", paramLabel = "NAME", description = "Only what was routed to this channel.")
    private String channel;

    @Option(
            names = "--outcome",
            split = ",",
            paramLabel = "WORD",
            description = "Only alerts with this outcome: delivered, dead-lettered, superseded, waiting, unaccounted,"
                    + " too-old, settled-later, quarantined, refused.")
    private List<String> outcomes = List.of();

    @Mixin
    private PeriodOptions period;

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "At most so many, 1 to 10000. Without it: the newest 50.")
    private String limit;

    @Option(
            names = "--place",
            paramLabel = "PLACE",
            description = "Continues where an earlier search ended, as that one said.")
    private String place;

    @Option(names = "--json", description = "Prints a JSON object a line.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        Map<String, List<String>> parameters = parameters();
        AlertQuery query = checked(parameters);
        FindOutput output = new FindOutput(line(), json, times());
        RelayApi api = relay.api();
        try {
            output.first(() -> SourceLine.relay(api, this));
            ask(api, parameters, output);
        } catch (NoRelayException e) {
            if (relay.isNamed()) {
                throw e;
            }
            output.first(() -> {});
            read(relay.config().topics(this), query, output);
        }
        int found = output.end();
        if (found != 0) {
            Stream.concat(texts.stream(), labels.stream().map(label -> label.substring(label.indexOf('=') + 1)))
                    .filter(text -> ReceiptId.parse(text).isPresent())
                    .forEach(this::suggestReceipts);
        }
        return found;
    }

    /**
     * Alerts are found by their content, which does not include the request id, though Flashduty shows it as a label.
     */
    private void suggestReceipts(String requestId) {
        err().println(requestId + " is a request id: relay receipts " + requestId);
    }

    private void ask(RelayApi api, Map<String, List<String>> parameters, FindOutput output)
            throws IOException, InterruptedException {
        Optional<RelayApi.Reply> refusal;
        try {
            refusal = api.list("api/v1/alerts?" + AlertQuery.encoded(parameters), output::show);
        } catch (IOException e) {
            if (output.hasBegun()) {
                throw new IOException("the relay at " + api.base() + " has cut its answer off", e);
            }
            throw new NoRelayException(
                    e instanceof UnexpectedAnswerException
                            ? String.valueOf(e.getMessage())
                            : "no relay answers at " + api.base(),
                    e);
        }
        if (refusal.isPresent()) {
            RelayApi.Reply answer = refusal.get();
            if (answer.errorCode().equals("InvalidParameter")) {
                throw wrong("--" + answer.message());
            }
            throw new IOException(api.refusal(answer));
        }
    }

    private void read(RelayConfig loaded, AlertQuery query, FindOutput output)
            throws StartException, InterruptedException {
        try (Ledger ledger = Ledger.open(loaded, err()::println)) {
            output.show(FoundJson.of(find(ledger, query, new Found() {
                @Override
                public boolean alert(FoundAlert alert) {
                    return output.show(FoundJson.of(alert));
                }

                @Override
                public boolean progress(long searched, long total, Instant backTo) {
                    return output.show(FoundJson.progress(searched, total, backTo));
                }
            })));
        } catch (InvalidQueryException e) {
            throw wrong("--" + e.parameter() + ": " + e.getMessage());
        }
    }

    private static SearchEnd find(Ledger ledger, AlertQuery query, Found listener)
            throws StartException, InvalidQueryException, InterruptedException {
        return ledger.<SearchEnd, InvalidQueryException>asking(offsets -> new AlertFinder(
                        ledger.clients(),
                        offsets,
                        ledger.names(),
                        ledger.config(),
                        ledger.pipelines()::pipeline,
                        WaitingDeliveries.UNKNOWN,
                        ledger.threads())
                .find(query, listener));
    }

    private Map<String, List<String>> parameters() {
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        Scope scope = period.scope();
        put(parameters, "text", texts);
        put(parameters, "label", labels);
        put(parameters, "severity", severities);
        put(parameters, "integration", Optional.ofNullable(integration).stream().toList());
        put(parameters, "channel", Optional.ofNullable(channel).stream().toList());
        put(parameters, "outcome", outcomes);
        put(parameters, "from", scope.from().map(Instant::toString).stream().toList());
        put(parameters, "to", scope.to().map(Instant::toString).stream().toList());
        put(parameters, "limit", Optional.ofNullable(limit).stream().toList());
        put(parameters, "place", Optional.ofNullable(place).stream().toList());
        return parameters;
    }

    private static void put(Map<String, List<String>> parameters, String name, List<String> values) {
        if (!values.isEmpty()) {
            parameters.put(name, values);
        }
    }

    private AlertQuery checked(Map<String, List<String>> parameters) {
        try {
            return AlertQuery.of(parameters);
        } catch (InvalidQueryException e) {
            throw wrong("--" + e.parameter() + ": " + e.getMessage());
        }
    }

    @Override
    public boolean isData() {
        return json;
    }

    /** No relay answers at the address that was given. */
    private static final class NoRelayException extends IOException {
        NoRelayException(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
