package io.alertrelay.cli;

import io.alertrelay.config.ConfigReview;
import io.alertrelay.config.InvalidConfigException;
import io.alertrelay.config.RelayConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
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
            "1:the check itself failed",
            "2:it has mistakes, or an example failed, or with --strict there are warnings"
        })
final class CheckCommand implements Callable<Integer> {
    @Mixin
    private ConfigOption config;

    @Option(names = "--strict", description = "Warnings make it fail, too.")
    private boolean strict;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        try {
            ConfigReview review = config.review();
            review.warnings().forEach(err::println);
            review.failed().forEach(err::println);
            RelayConfig loaded = review.config();
            int examples = review.examples().values().stream().mapToInt(i -> i).sum();
            if (!review.failed().isEmpty()) {
                err.printf("%d of %s failed%n", review.failed().size(), count(examples, "example"));
            }
            if (!review.warnings().isEmpty()) {
                err.println(count(review.warnings().size(), "warning"));
            }
            err.flush();
            if (!review.failed().isEmpty() || strict && !review.warnings().isEmpty()) {
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
        } catch (InvalidConfigException e) {
            Problems.print(e, err);
            return 2;
        }
    }

    private static String count(int number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }
}
