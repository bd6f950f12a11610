package io.alertrelay.app;

import io.alertrelay.config.ConfigDifference;
import io.alertrelay.config.ConfigProblem;
import java.util.List;

/** What came of reading the configuration again. */
public sealed interface ReloadResult {
    /** In one word, as metrics and the API carry it. */
    String word();

    /**
     * It is in force.
     *
     * @param version that runs now
     * @param difference to what ran before; what needs a restart is not in force
     */
    record Applied(String before, String version, ConfigDifference difference) implements ReloadResult {
        @Override
        public String word() {
            return "applied";
        }
    }

    /** It says what runs already. */
    record Unchanged(String version) implements ReloadResult {
        @Override
        public String word() {
            return "unchanged";
        }
    }

    /** It has mistakes: nothing was changed. */
    record Invalid(List<ConfigProblem> problems) implements ReloadResult {
        public Invalid {
            problems = List.copyOf(problems);
        }

        @Override
        public String word() {
            return "invalid";
        }
    }

    /** It is valid but could not be put into force, or not all of it: a later attempt may succeed. */
    record Failed(String cause) implements ReloadResult {
        @Override
        public String word() {
            return "failed";
        }
    }

    /** The relay was started without a configuration file. */
    record NoFile() implements ReloadResult {
        @Override
        public String word() {
            return "no-file";
        }
    }
}
