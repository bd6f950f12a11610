package io.alertrelay.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.alertrelay.alert.Severity;
import io.alertrelay.arms.UnreadableWebhookException;
import io.alertrelay.config.IntegrationSettings;
import io.alertrelay.config.InvalidConfigException;
import io.alertrelay.config.RelayConfig;
import io.alertrelay.pipeline.AlertExplanation;
import io.alertrelay.pipeline.ExplanationJson;
import io.alertrelay.pipeline.WebhookExplainer;
import io.alertrelay.routing.Facts;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
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
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:it was explained",
            "1:the body can't be read",
            "2:wrong usage, or the configuration has mistakes"
        })
final class ExplainCommand implements Callable<Integer> {
    @Mixin
    private ConfigOption config;

    @Option(
            names = {"-i", "--integration"},
            paramLabel = "NAME",
            description = "The integration by which the alert comes. Not needed if there is only one.")
    private String integration;

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
    public Integer call() throws IOException {
        try {
            RelayConfig loaded = config.load();
            IntegrationSettings of = integration(loaded);
            List<AlertExplanation> explained = explain(loaded, of);
            print(of.name(), explained);
            return 0;
        } catch (InvalidConfigException e) {
            Problems.print(e, spec.commandLine().getErr());
            return 2;
        } catch (UnreadableWebhookException e) {
            spec.commandLine().getErr().println("relay: " + e.getMessage());
            return 1;
        }
    }

    private List<AlertExplanation> explain(RelayConfig loaded, IntegrationSettings of)
            throws IOException, UnreadableWebhookException {
        WebhookExplainer explainer = WebhookExplainer.of(loaded.integrations());
        boolean facts = labels != null || severity != null || title != null || description != null;
        if (facts == (body != null)) {
            throw usage("either a BODY (or - for standard input) or --labels is needed, and not both");
        }
        return facts ? List.of(explainer.explain(of.name(), facts(of))) : explainer.explain(of.name(), bytes());
    }

    private Facts facts(IntegrationSettings of) {
        Severity word = severity == null
                ? of.defaultSeverity()
                : Severity.ofWord(severity)
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

    private IntegrationSettings integration(RelayConfig loaded) {
        List<IntegrationSettings> all = loaded.integrations();
        if (integration == null && all.size() == 1) {
            return all.get(0);
        }
        String names = all.stream().map(IntegrationSettings::name).collect(Collectors.joining(", "));
        if (integration == null) {
            throw usage("--integration is needed: one of " + names);
        }
        Optional<IntegrationSettings> found =
                all.stream().filter(i -> i.name().equals(integration)).findFirst();
        return found.orElseThrow(() -> usage("--integration: found \"" + integration + "\", expected one of " + names));
    }

    private void print(String name, List<AlertExplanation> explained) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(new ObjectMapper()
                    .writerWithDefaultPrettyPrinter()
                    .writeValueAsString(ExplanationJson.of(name, explained)));
        } else {
            ExplanationText text =
                    new ExplanationText(out, spec.commandLine().getColorScheme().ansi());
            explained.forEach(one -> text.print(name, one));
        }
        out.flush();
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
