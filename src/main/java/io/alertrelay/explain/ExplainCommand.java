package io.alertrelay.explain;

import io.alertrelay.alert.Severity;
import io.alertrelay.arms.Sender;
import io.alertrelay.arms.UnreadableWebhookException;
import io.alertrelay.cli.ConfigOption;
import io.alertrelay.cli.FileException;
import io.alertrelay.cli.RelayCommand;
import io.alertrelay.config.IntegrationSettings;
import io.alertrelay.config.RelayConfig;
import io.alertrelay.reading.Ledger;
import io.alertrelay.reading.StartException;
import io.alertrelay.routing.Facts;
import io.alertrelay.trail.WebhookPart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code relay explain}: where would this alert go, and why? */
@Command(
        name = "explain",
        description = {
            "Says for each alert of a webhook the result of each case, and to which channels it goes. Sends nothing.",
            "",
            "  relay explain -c relay.yaml -i arms-prod body.json",
            "  relay explain -c relay.yaml -i arms-prod --labels team=payments,env=prod --severity Critical",
            "  relay explain -c relay.yaml --request-id w0-17-7k3m9qxr2ztc5vbn",
            ""
        },
        exitCodeList = {
            "0:it was explained",
            "1:the body can't be read, or nothing is known of the request id, or Kafka can't be read",
            "2:wrong usage, or the configuration has mistakes"
        })
public final class ExplainCommand extends RelayCommand {
    @Mixin
    private ConfigOption config;

    @Mixin
    private IntegrationOption integration;

    @Option(
            names = "--labels",
            paramLabel = "KEY=VALUE",
            split = ",",
            description = "Instead of a body: the labels as the rules see them, after the integration's templates.")
    private Map<String, String> labels;

    @Option(names = "--severity", paramLabel = "WORD", description = "With --labels: Critical, Warning or Info.")
    private String severity;

    @Option(names = "--title", paramLabel = "TEXT", description = "With --labels: the event's title.")
    private String title;

    @Option(names = "--description", paramLabel = "TEXT", description = "With --labels: the event's description.")
    private String description;

    @Option(
            names = "--request-id",
            paramLabel = "REQUEST_ID",
            description =
                    "Instead of a body: the webhook that was answered so, by the current rules, and by which rules"
                            + " it was routed. With /0, /1, … at its end: that alert of it only.")
    private String receipt;

    @Option(
            names = "--sender",
            paramLabel = "WORD",
            description = "With a body: who posts it, aliyun-arms (the default) or prometheus, as the path of the push"
                    + " URL says. Their words for severities differ.")
    private String sender;

    @Option(names = "--json", description = "Write JSON.")
    private boolean json;

    @Parameters(
            arity = "0..1",
            paramLabel = "BODY",
            description = "A file with a webhook as ARMS posts it; - for standard input.")
    private String body;

    @Override
    public Integer call() throws Exception {
        RelayConfig loaded = receipt == null ? config.rules() : config.rules(this);
        if (receipt != null) {
            print(past(loaded));
            return 0;
        }
        IntegrationSettings of = integration.of(loaded);
        print(explain(loaded, of));
        return 0;
    }

    private PastWebhook past(RelayConfig loaded)
            throws StartException, InterruptedException, UnreadableWebhookException, UnknownReceiptException {
        if (hasFacts() || body != null || sender != null || integration.isGiven()) {
            throw wrong("--request-id goes alone: the body, its sender and the integration are the webhook's");
        }
        WebhookPart asked = WebhookPart.parse(receipt)
                .orElseThrow(
                        () -> wrong(
                                "--request-id: found \"" + receipt
                                        + "\", expected one such as w0-17-7k3m9qxr2ztc5vbn, or w0-17-7k3m9qxr2ztc5vbn/0 for one alert"));
        try (Ledger ledger = Ledger.open(loaded, err()::println)) {
            PastWebhook webhook = new PastWebhooks(ledger)
                    .explain(asked)
                    .orElseThrow(() -> new UnknownReceiptException("there is no webhook of " + asked.webhook()
                            + ": it was not accepted, or it is no longer kept; relay receipts may know more"));
            if (webhook.alerts().isEmpty()) {
                throw new UnknownReceiptException("there is no alert " + asked + ", or it can't be understood;"
                        + " relay receipts " + asked.webhook() + " shows those of the webhook");
            }
            return webhook;
        }
    }

    private PastWebhook explain(RelayConfig loaded, IntegrationSettings of)
            throws IOException, UnreadableWebhookException {
        WebhookExplainer explainer = WebhookExplainer.of(loaded.integrations()).withoutBound();
        if (hasFacts() == (body != null)) {
            throw wrong("a BODY (or - for standard input), --labels or --request-id is needed, and one of them only");
        }
        return hasFacts()
                ? explainer.explain(of.name(), facts(of))
                : explainer.explain(of.name(), sender(), bytes(), OptionalInt.empty());
    }

    private Sender sender() {
        if (sender != null && !Sender.ofWord(sender).word().equals(sender)) {
            throw wrong("--sender: found \"" + sender + "\", expected aliyun-arms or prometheus");
        }
        return Sender.ofWord(sender == null ? "" : sender);
    }

    private boolean hasFacts() {
        return labels != null || severity != null || title != null || description != null;
    }

    private Facts facts(IntegrationSettings of) {
        Severity word = severity == null
                ? of.defaultSeverity()
                : Severity.named(severity)
                        .orElseThrow(() ->
                                wrong("--severity: found \"" + severity + "\", expected Critical, Warning or Info"));
        return new Facts(
                word,
                title == null ? "" : title,
                description == null ? "" : description,
                of.id(),
                labels == null ? Map.of() : new LinkedHashMap<>(labels));
    }

    private byte[] bytes() throws IOException {
        if (body.equals("-")) {
            return System.in.readAllBytes();
        }
        Path file = Path.of(body);
        if (!Files.exists(file) || Files.isDirectory(file)) {
            throw wrong("BODY: there is no file " + body);
        }
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw FileException.ofReading(file, e);
        }
    }

    private void print(PastWebhook webhook) {
        print(() -> ExplanationJson.of(webhook), out -> {
            ExplanationText text =
                    new ExplanationText(out, line().getColorScheme().ansi());
            webhook.alerts().forEach(one -> {
                text.print(webhook.integration(), one);
                if (receipt != null) {
                    text.print(webhook.then(one.index()), one);
                }
            });
            text.more(webhook.more());
        });
    }

    @Override
    public boolean isData() {
        return json;
    }

    /** There is no such webhook, or no such alert; the message says so. */
    private static final class UnknownReceiptException extends Exception {
        UnknownReceiptException(String message) {
            super(message);
        }
    }
}
