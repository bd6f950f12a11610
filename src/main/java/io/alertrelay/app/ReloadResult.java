package io.alertrelay.app;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alertrelay.config.ConfigDifference;
import io.alertrelay.config.ConfigProblem;
import io.alertrelay.management.ApiAnswer;
import io.alertrelay.text.OneLine;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;

/** The result of reading the configuration again. */
sealed interface ReloadResult {
    /** The words that are counted from the start on; the others are counted when they occur. */
    List<String> COUNTED = List.of(Applied.WORD, Unchanged.WORD, Invalid.WORD, Failed.WORD);

    /** Its word in metrics and in the API. */
    String word();

    /** What {@code POST /api/v1/reload} answers. */
    ApiAnswer answer();

    /** Why the files are not in effect after it; empty if they are. */
    Optional<String> error(Optional<String> before);

    /** Logs it. */
    void log(Attempt attempt);

    /** Whether the same files must be read again, because of what could not be done now. */
    default boolean mustBeRepeated() {
        return false;
    }

    /** @param left why what ran before is not complete, which does not depend on what else has failed */
    static String besides(String left) {
        return "; besides, " + left;
    }

    /**
     * What its lines in the log need.
     *
     * @param why the configuration was read
     * @param version that runs now
     * @param errorBefore why the files were not in effect before it; empty if they were
     */
    record Attempt(Logger log, String why, String version, Optional<String> errorBefore) {}

    private static ObjectNode succeeded(ReloadResult result) {
        return JsonNodeFactory.instance.objectNode().put("result", result.word());
    }

    /**
     * The configuration was applied.
     *
     * @param version that runs now
     * @param difference from what ran before; what needs a restart is not applied
     */
    record Applied(String before, String version, ConfigDifference difference) implements ReloadResult {
        private static final String WORD = "applied";

        @Override
        public String word() {
            return WORD;
        }

        @Override
        public ApiAnswer answer() {
            ObjectNode body = succeeded(this);
            describe(body);
            return ApiAnswer.ok(body);
        }

        private void describe(ObjectNode node) {
            node.put("before", before).put("version", version);
            ArrayNode changes = node.putArray("changes");
            difference.changes().forEach(changes::add);
            ArrayNode later = node.putArray("needs_restart");
            difference.needRestart().forEach(later::add);
        }

        @Override
        public Optional<String> error(Optional<String> before) {
            return Optional.empty();
        }

        @Override
        public void log(Attempt attempt) {
            attempt.log().info("configuration reloaded ({}): version {} -> {}", attempt.why(), before, version);
            difference.changes().forEach(change -> attempt.log().info("  {}", OneLine.of(change)));
            warnOfRestart(difference, attempt);
        }

        private static void warnOfRestart(ConfigDifference difference, Attempt attempt) {
            difference
                    .needRestart()
                    .forEach(key -> attempt.log().warn("  {}: needs a restart; until then the old setting holds", key));
        }
    }

    /** The files say what runs already. */
    record Unchanged(String version) implements ReloadResult {
        private static final String WORD = "unchanged";

        @Override
        public String word() {
            return WORD;
        }

        @Override
        public ApiAnswer answer() {
            return ApiAnswer.ok(succeeded(this).put("version", version));
        }

        @Override
        public Optional<String> error(Optional<String> before) {
            return Optional.empty();
        }

        @Override
        public void log(Attempt attempt) {
            attempt.log()
                    .info(
                            "configuration read again ({}): {}version {}",
                            attempt.why(),
                            attempt.errorBefore().isPresent() ? "in order again, " : "nothing changed, ",
                            version);
        }
    }

    /**
     * It is in force, except that some channels could not be changed to it; or that is so since an earlier attempt.
     *
     * @param difference from what ran before; without changes if it was in force before, and empty if what needs a
     *     restart is known, too
     * @param cause what is left of it
     */
    record Incomplete(String before, String version, ConfigDifference difference, String cause)
            implements ReloadResult {
        /** It is counted as applied once, and each attempt to complete it as one of its own. */
        @Override
        public String word() {
            return isNew() ? Applied.WORD : Failed.WORD;
        }

        private boolean isNew() {
            return !difference.changes().isEmpty();
        }

        @Override
        public ApiAnswer answer() {
            ApiAnswer answer = ApiAnswer.error(
                    503,
                    "NotCompleted",
                    "version " + (isNew() ? before + " -> " : "") + version + " is in force, but not all of it: "
                            + cause);
            new Applied(before, version, difference).describe(answer.body().withObject("/error"));
            return answer;
        }

        @Override
        public Optional<String> error(Optional<String> errorBefore) {
            return Optional.of(cause);
        }

        @Override
        public void log(Attempt attempt) {
            if (isNew()) {
                new Applied(before, version, difference).log(attempt);
            } else {
                Applied.warnOfRestart(difference, attempt);
            }
            if (isNew() || !attempt.errorBefore().equals(Optional.of(cause))) {
                attempt.log()
                        .error(
                                "configuration NOT completely reloaded ({}): {}; all else of version {} is in force",
                                attempt.why(),
                                OneLine.of(cause),
                                version);
            }
        }

        @Override
        public boolean mustBeRepeated() {
            return true;
        }
    }

    /**
     * It has mistakes: nothing was changed.
     *
     * @param left why what runs is not complete since an earlier attempt; empty if it is
     */
    record Invalid(List<ConfigProblem> problems, Optional<String> left) implements ReloadResult {
        private static final String WORD = "invalid";

        public Invalid {
            problems = List.copyOf(problems);
        }

        @Override
        public String word() {
            return WORD;
        }

        @Override
        public ApiAnswer answer() {
            ApiAnswer answer = ApiAnswer.error(
                    422,
                    "InvalidConfiguration",
                    "the configuration has mistakes; nothing was changed"
                            + left.map(ReloadResult::besides).orElse(""));
            ArrayNode lines = answer.body().withObject("/error").putArray("problems");
            problems.forEach(problem -> lines.add(problem.toString()));
            return answer;
        }

        @Override
        public Optional<String> error(Optional<String> before) {
            return Optional.of(mistakes() + ", the first: " + problems.get(0)
                    + left.map(ReloadResult::besides).orElse(""));
        }

        @Override
        public void log(Attempt attempt) {
            if (mustBeRepeated() && error(attempt.errorBefore()).equals(attempt.errorBefore())) {
                return;
            }
            attempt.log()
                    .error(
                            "configuration NOT reloaded ({}): {}; nothing was changed, version {} stays in force{}",
                            attempt.why(),
                            mistakes(),
                            attempt.version(),
                            OneLine.of(left.map(ReloadResult::besides).orElse("")));
            problems.forEach(problem -> attempt.log().error("  {}", OneLine.of(problem.toString())));
        }

        @Override
        public boolean mustBeRepeated() {
            return left.isPresent();
        }

        private String mistakes() {
            return problems.size() == 1 ? "1 mistake" : problems.size() + " mistakes";
        }
    }

    /** The configuration is valid but could not be applied: a later attempt may succeed. */
    record Failed(String cause) implements ReloadResult {
        private static final String WORD = "failed";

        @Override
        public String word() {
            return WORD;
        }

        @Override
        public ApiAnswer answer() {
            return ApiAnswer.error(503, "NotApplied", cause);
        }

        @Override
        public Optional<String> error(Optional<String> before) {
            return Optional.of(cause);
        }

        /** Once for each cause: it is tried again and again. */
        @Override
        public void log(Attempt attempt) {
            if (!attempt.errorBefore().equals(Optional.of(cause))) {
                attempt.log()
                        .error(
                                "configuration NOT reloaded ({}): {}; version {} stays in force",
                                attempt.why(),
                                OneLine.of(cause),
                                attempt.version());
            }
        }

        @Override
        public boolean mustBeRepeated() {
            return true;
        }
    }

    /** The relay is being stopped. */
    record Stopping() implements ReloadResult {
        private static final String CAUSE = "the relay is stopping; the files are read at its next start";

        @Override
        public String word() {
            return "stopping";
        }

        @Override
        public ApiAnswer answer() {
            return ApiAnswer.error(503, "Stopping", CAUSE);
        }

        @Override
        public Optional<String> error(Optional<String> before) {
            return before;
        }

        @Override
        public void log(Attempt attempt) {
            attempt.log().info("configuration NOT reloaded ({}): {}", attempt.why(), CAUSE);
        }
    }

    /** The relay was started without a configuration file. */
    record NoFile() implements ReloadResult {
        @Override
        public String word() {
            return "no-file";
        }

        @Override
        public ApiAnswer answer() {
            return ApiAnswer.error(
                    409,
                    "NoConfigurationFile",
                    "the relay was started without --config: there is nothing to read again");
        }

        @Override
        public Optional<String> error(Optional<String> before) {
            return before;
        }

        @Override
        public void log(Attempt attempt) {
            attempt.log().warn("nothing to reload ({}): the relay was started without --config", attempt.why());
        }
    }
}
