package io.alertrelay.cli;

import io.alertrelay.app.StartException;
import io.alertrelay.config.ConfigReview;
import io.alertrelay.config.ConfigWarning;
import io.alertrelay.config.InvalidConfigException;
import io.alertrelay.config.RelayConfig;
import io.alertrelay.ledger.Scope;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code relay check}: is the configuration in order, rules included? */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description =
                "Checks a configuration and the routes that it names: lists every mistake, runs the examples beside"
                        + " the rules, and warns of what is probably not meant so.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:it is in order, perhaps with warnings",
            "1:the check itself failed, or with --last Kafka can't be read",
            "2:it has mistakes, or an example failed, or with --strict there are warnings"
        })
final class CheckCommand implements Callable<Integer> {
    @Mixin
    private ConfigOption config;

    @Option(names = "--strict", description = "Warnings make it fail, too.")
    private boolean strict;

    @Option(
            names = "--without-secrets",
            description =
                    "Passes over secrets' variables and files that this shell lacks, though the relay may have them.")
    private boolean withoutSecrets;

    @Option(
            names = "--last",
            paramLabel = "AGE",
            description =
                    "Looks at the alerts of so long until now, 24h for example, too: warns of name mappings that found"
                            + " no channel for any of them.")
    private String last;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException, InvalidConfigException {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        try {
            Optional<Instant> since = since();
            ConfigReview review = withoutSecrets ? config.reviewRules() : config.review();
            List<ConfigWarning> warnings = new ArrayList<>(review.warnings());
            if (since.isPresent()) {
                warnings.addAll(mappings(review, new Scope(since, Optional.empty()), err));
            }
            warnings.forEach(err::println);
            review.failed().forEach(err::println);
            RelayConfig loaded = review.config();
            int examples = review.examples().values().stream().mapToInt(i -> i).sum();
            if (!review.failed().isEmpty()) {
                err.printf("%d of %s failed%n", review.failed().size(), count(examples, "example"));
            }
            if (!warnings.isEmpty()) {
                err.println(count(warnings.size(), "warning"));
            }
            err.flush();
            if (!review.failed().isEmpty() || strict && !warnings.isEmpty()) {
                return 2;
            }
            out.printf(
                    "%s is in order: %d integrations, %d channels%s%n",
                    config.file().map(Object::toString).orElse("the trial configuration"),
                    loaded.integrations().size(),
                    loaded.channels().size(),
                    examples == 0 ? "" : ", " + count(examples, "example"));
            loaded.integrations()
                    .forEach(i ->
                            out.printf("  %s: rules %s%n", i.name(), i.rules().version()));
            out.flush();
            return 0;
        } catch (StartException e) {
            err.println("relay: --last: " + e.getMessage());
            return 1;
        }
    }

    private Optional<Instant> since() {
        if (last == null) {
            return Optional.empty();
        }
        Times times = new Times(ZoneId.systemDefault(), Instant.now());
        Optional<Instant> since = last.matches("\\d+[smhd]") ? times.parse(last) : Optional.empty();
        if (since.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(), "--last: found \"" + last + "\", expected an age such as 24h");
        }
        return since;
    }

    private List<ConfigWarning> mappings(ConfigReview review, Scope scope, PrintWriter err)
            throws StartException, InterruptedException {
        List<ConfigWarning> warnings = new ArrayList<>();
        TopicLook.at(
                        review.config(),
                        err,
                        (ledger, progress) -> ledger.mappingWarnings(scope, "the last " + last, progress))
                .forEach((integration, found) ->
                        found.forEach(w -> review.places().of(integration, w).ifPresent(warnings::add)));
        return warnings;
    }

    private static String count(int number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }
}
