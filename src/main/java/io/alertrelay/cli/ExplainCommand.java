package io.alertrelay.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.alertrelay.alert.Severity;
import io.alertrelay.app.Ledger;
import io.alertrelay.app.StartException;
import io.alertrelay.arms.Sender;
import io.alertrelay.arms.UnreadableWebhookException;
import io.alertrelay.config.IntegrationSettings;
import io.alertrelay.config.InvalidConfigException;
import io.alertrelay.config.RelayConfig;
import io.alertrelay.intake.ReceiptId;
import io.alertrelay.pipeline.AlertExplanation;
import io.alertrelay.pipeline.ExplanationJson;
import io.alertrelay.pipeline.PastWebhook;
import io.alertrelay.pipeline.WebhookExplainer;
import io.alertrelay.routing.Facts;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code relay explain}: where would this alert go, and why? */
@Command(
        name = "explain",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Says for each alert of a webhook what came of each case, and to which channels it goes. Sends nothing.",
            "",
            "  relay explain -c relay.yaml -i arms-prod body.json",
            "  relay explain -c relay.yaml -i arms-prod --labels team=payments,env=prod --severity Critical",
            "  relay explain -c relay.yaml --receipt w0-17-7k3m9qxr2ztc5vbn",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:it was explained",
            "1:the body can't be read, or nothing is known of the receipt, or Kafka can't be read",
            "2:wrong usage, or the configuration has mistakes"
        })
final class ExplainCommand implements Callable<Integer> {
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
            names = "--receipt",
            paramLabel = "REQUEST_ID",
            description = "Instead of a body: the webhook that was answered so, by the rules of now, and by which rules"
                    + " it was routed.")
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

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call()
            throws IOException, InterruptedException, InvalidConfigException, UnreadableWebhookException,
                    StartException, UnknownReceiptException {
        PrintWriter err = spec.commandLine().getErr();
        RelayConfig loaded = receipt == null ? config.rules() : config.rules(spec.commandLine(), json);
        if (receipt != null) {
            print(past(loaded));
            return 0;
        }
        IntegrationSettings of = integration.of(loaded);
        print(new PastWebhook(of.name(), explain(loaded, of), Map.of()));
        return 0;
    }

    private PastWebhook past(RelayConfig loaded)
            throws StartException, InterruptedException, UnreadableWebhookException, UnknownReceiptException {
        if (hasFacts() || body != null || sender != null || integration.isGiven()) {
            throw usage("--receipt goes alone: the body, its sender and the integration are the webhook's");
        }
        ReceiptId id = ReceiptId.parse(receipt)
                .orElseThrow(() ->
                        usage("--receipt: found \"" + receipt + "\", expected one such as w0-17-7k3m9qxr2ztc5vbn"));
        try (Ledger ledger = Ledger.open(loaded, spec.commandLine().getErr()::println)) {
            return ledger.explain(id)
                    .orElseThrow(() -> new UnknownReceiptException("there is no webhook of " + id
                            + ": it was not accepted, or it is no longer kept; relay receipts may know more"));
        }
    }

    private List<AlertExplanation> explain(RelayConfig loaded, IntegrationSettings of)
            throws IOException, UnreadableWebhookException {
        WebhookExplainer explainer = WebhookExplainer.of(loaded.integrations());
        if (hasFacts() == (body != null)) {
            throw usage("a BODY (or - for standard input), --labels or --receipt is needed, and one of them only");
        }
        return hasFacts()
                ? List.of(explainer.explain(of.name(), facts(of)))
                : explainer.explain(of.name(), sender(), bytes());
    }

    private Sender sender() {
        if (sender != null && !Sender.ofWord(sender).word().equals(sender)) {
            throw usage("--sender: found \"" + sender + "\", expected aliyun-arms or prometheus");
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
                                usage("--severity: found \"" + severity + "\", expected Critical, Warning or Info"));
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
        if (!Files.isRegularFile(file)) {
            throw usage("BODY: there is no file " + body);
        }
        return Files.readAllBytes(file);
    }

    private void print(PastWebhook webhook) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(new ObjectMapper()
                    .writerWithDefaultPrettyPrinter()
                    .writeValueAsString(ExplanationJson.of(webhook)));
        } else {
            ExplanationText text =
                    new ExplanationText(out, spec.commandLine().getColorScheme().ansi());
            webhook.alerts().forEach(one -> {
                text.print(webhook.integration(), one);
                if (receipt != null) {
                    text.print(webhook.then(one.index()), one);
                }
            });
        }
        out.flush();
    }

    /** There is no such webhook; the message says so. */
    private static final class UnknownReceiptException extends Exception {
        UnknownReceiptException(String message) {
            super(message);
        }
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
