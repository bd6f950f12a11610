package io.alertrelay.repair;

import io.alertrelay.cli.CurrentUser;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options of a command that records a resolution: who resolves, why, and whether it is to be executed. */
final class ResolutionOptions {
    private static final int LONGEST = 500;

    @Option(names = "--by", paramLabel = "WHO", description = "Who decides. Without it: the user and the machine.")
    private String by;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why, to be kept with the decision.")
    private String reason;

    @Option(names = "--yes", description = "Does it. Without it only what would be done is shown.")
    private boolean yes;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    boolean yes() {
        return yes;
    }

    String by() {
        return by == null ? CurrentUser.runs() : checked("--by", by);
    }

    /** The reason in the operator's words; empty if none is given. */
    String reason() {
        return reason == null ? "" : checked("--reason", reason);
    }

    private String checked(String option, String text) {
        if (text.isBlank() || text.length() > LONGEST) {
            throw new ParameterException(
                    spec.commandLine(),
                    option + ": found " + (text.isBlank() ? "nothing" : text.length() + " characters")
                            + ", expected a text of at most " + LONGEST);
        }
        return text;
    }
}
