package io.alertrelay.app;

import io.alertrelay.config.ConfigDifference;
import io.alertrelay.config.ConfigProblem;
import java.util.List;
import java.util.Locale;

/** The result of reading the configuration again. */
sealed interface ReloadResult {
    /** In one word, as metrics and the API carry it. */
    default String word() {
        return getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }

    /**
     * It is in force.
     *
     * @param version that runs now
     * @param difference to what ran before; what needs a restart is not in force
     */
    record Applied(String before, String version, ConfigDifference difference) implements ReloadResult {}

    /** It says what runs already. */
    record Unchanged(String version) implements ReloadResult {}

    /** It has mistakes: nothing was changed. */
    record Invalid(List<ConfigProblem> problems) implements ReloadResult {
        public Invalid {
            problems = List.copyOf(problems);
        }
    }

    /** It is valid but could not be put into force, or not all of it: a later attempt may succeed. */
    record Failed(String cause) implements ReloadResult {}

    /** The relay was started without a configuration file. */
    record NoFile() implements ReloadResult {
        @Override
        public String word() {
            return "no-file";
        }
    }
}
