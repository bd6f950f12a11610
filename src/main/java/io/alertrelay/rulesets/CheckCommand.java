package io.alertrelay.rulesets;

import io.alertrelay.cli.ConfigOption;
import io.alertrelay.cli.RelayCommand;
import io.alertrelay.cli.Times;
import io.alertrelay.config.ConfigReview;
import io.alertrelay.config.ConfigWarning;
import io.alertrelay.config.IntegrationKey;
import io.alertrelay.config.IntegrationSettings;
import io.alertrelay.config.RelayConfig;
import io.alertrelay.reading.AuditProgress;
import io.alertrelay.reading.Ledger;
import io.alertrelay.reading.Scope;
import io.alertrelay.reading.StartException;
import io.alertrelay.reading.WebhookScan;
import io.alertrelay.reading.WebhooksBegin;
import io.alertrelay.routing.RuleWarning;
import io.alertrelay.text.Plural;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code relay check}: is the configuration valid, rules included? */
@Command(
        name = "check",
        description =
                "Checks a configuration and the routes that it names: lists every mistake, runs the examples next to"
                        + " the rules, and warns of what is valid but probably a mistake.",
        exitCodeList = {
            "0:it is in order, perhaps with warnings",
            "1:the check itself failed, or with --last Kafka can't be read",
            "2:it has mistakes, or an example failed, or with --strict there are warnings"
        })
public final class CheckCommand extends RelayCommand {
    private static final Duration SOON = Duration.ofDays(7);

    @Mixin
    private ConfigOption config;

    @Option(names = "--strict", description = "Warnings make it fail, too.")
    private boolean strict;

    @Option(
            names = "--without-secrets",
            description =
                    "Skips secrets' variables and files that are missing in this shell, though the relay may have them.")
    private boolean withoutSecrets;

    @Option(
            names = "--last",
            paramLabel = "AGE",
            description = "Looks at the alerts of the last AGE, such as 24h, too: warns of name mappings that found"
                    + " no channel for any of them, and of labels that none has or that are misspelt.")
    private String last;

    @Override
    public Integer call() throws Exception {
        Optional<Instant> since = Optional.ofNullable(last).map(age -> times().ago(line(), age));
        ConfigReview review = withoutSecrets ? config.reviewRules() : config.review();
        int examples = review.examples().values().stream().mapToInt(i -> i).sum();
        List<ConfigWarning> warnings = new ArrayList<>(review.warnings());
        warnings.forEach(err()::println);
        review.failed().forEach(err()::println);
        if (!review.failed().isEmpty()) {
            err().printf("%d of %s failed%n", review.failed().size(), Plural.of(examples, "example"));
        }
        if (!review.passedOver().isEmpty()) {
            err().println(
                            "not looked at, because they are missing in this shell; without them the relay does not start: "
                                    + String.join(", ", review.passedOver()));
        }
        err().flush();
        int unread = 0;
        if (since.isPresent()) {
            try {
                List<ConfigWarning> found = mappings(review, new Scope(since, Optional.empty()));
                found.forEach(err()::println);
                warnings.addAll(found);
            } catch (StartException e) {
                unread = failed("--last: " + e.getMessage());
            }
        }
        if (!warnings.isEmpty()) {
            err().println(Plural.of(warnings.size(), "warning"));
        }
        err().flush();
        if (!review.failed().isEmpty() || strict && !warnings.isEmpty()) {
            return 2;
        }
        if (unread == 0) {
            inOrder(review.config(), examples);
        }
        return unread;
    }

    private void inOrder(RelayConfig loaded, int examples) {
        PrintWriter out = out();
        out.printf(
                "%s is in order: %s, %s%s%n",
                config.file().map(Object::toString).orElse("the trial configuration"),
                Plural.of(loaded.integrations().size(), "integration"),
                Plural.of(loaded.channels().size(), "channel"),
                examples == 0 ? "" : ", " + Plural.of(examples, "example"));
        Times times = times();
        loaded.integrations().forEach(i -> {
            out.printf("  %s: rules %s%n", i.name(), i.rules().version());
            keys(i.keys(), times);
        });
        out.flush();
    }

    /** By their places: without secrets, the keys themselves are not known. */
    private void keys(List<IntegrationKey> keys, Times times) {
        for (int i = 0; i < keys.size(); i++) {
            String which = keys.size() == 1 ? "its key" : "key " + (i + 1) + " of " + keys.size();
            keys.get(i)
                    .notAfter()
                    .filter(end -> times.left(end).compareTo(SOON) <= 0)
                    .ifPresent(end -> out().printf(
                                    times.left(end).isZero()
                                            ? "    %s has ended, at %s: posts with it are answered 401%n"
                                            : "    %s ends at %s: then posts with it are answered 401%n",
                                    which,
                                    times.show(end)));
        }
    }

    private List<ConfigWarning> mappings(ConfigReview review, Scope scope) throws StartException, InterruptedException {
        List<ConfigWarning> warnings = new ArrayList<>();
        ask(review.config(), (ledger, progress) -> surveyed(ledger, scope, period(ledger, scope), progress))
                .forEach((integration, found) ->
                        found.forEach(w -> review.places().of(integration, w).ifPresent(warnings::add)));
        return warnings;
    }

    private String period(Ledger ledger, Scope scope) throws StartException, InterruptedException {
        return ledger.reading(reader -> WebhooksBegin.within(reader, ledger.names(), scope))
                .map(begin -> "the time since " + times().show(begin) + ", when the journal begins,")
                .orElse("the last " + last);
    }

    /** What received alerts show of the rules, by integration. */
    private static Map<String, List<RuleWarning>> surveyed(
            Ledger ledger, Scope scope, String when, AuditProgress progress)
            throws StartException, InterruptedException {
        Map<String, List<RuleWarning>> warnings = new LinkedHashMap<>();
        for (IntegrationSettings integration : ledger.config().integrations()) {
            MappingSurvey survey = new MappingSurvey(
                    ledger.pipelines().pipeline(integration.name()).orElseThrow());
            if (survey.isNeeded()) {
                MappingSurvey.Survey found = WebhookScan.over(
                        ledger,
                        scope,
                        progress,
                        integration.name(),
                        survey::look,
                        MappingSurvey.Survey::plus,
                        MappingSurvey.Survey.NOTHING);
                warnings.put(integration.name(), survey.warnings(found, when));
            }
        }
        return warnings;
    }
}
