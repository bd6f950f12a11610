package io.alertrelay.app;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alertrelay.config.ConfigDifference;
import io.alertrelay.config.ConfigProblem;
import io.alertrelay.management.ApiAnswer;
import java.util.List;
import java.util.Locale;

/** The result of reading the configuration again. */
sealed interface ReloadResult {
    /** Its word in metrics and in the API. */
    default String word() {
        return getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }

    /** What {@code POST /api/v1/reload} answers. */
    default ApiAnswer answer() {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("result", word());
        if (this instanceof ReloadResult.Applied applied) {
            body.put("before", applied.before()).put("version", applied.version());
            ArrayNode changes = body.putArray("changes");
            applied.difference().changes().forEach(changes::add);
            ArrayNode later = body.putArray("needs_restart");
            applied.difference().needRestart().forEach(later::add);
            return ApiAnswer.ok(body);
        }
        if (this instanceof ReloadResult.Unchanged unchanged) {
            return ApiAnswer.ok(body.put("version", unchanged.version()));
        }
        if (this instanceof ReloadResult.Invalid invalid) {
            ApiAnswer answer =
                    ApiAnswer.error(422, "InvalidConfiguration", "the configuration has mistakes; nothing was changed");
            ArrayNode problems = answer.body().withObject("/error").putArray("problems");
            invalid.problems().forEach(problem -> problems.add(problem.toString()));
            return answer;
        }
        if (this instanceof ReloadResult.Failed failed) {
            return ApiAnswer.error(503, "NotApplied", failed.cause());
        }
        if (this instanceof ReloadResult.Stopping stopping) {
            return ApiAnswer.error(503, "Stopping", stopping.cause());
        }
        return ApiAnswer.error(
                409, "NoConfigurationFile", "the relay was started without --config: there is nothing to read again");
    }

    /**
     * The configuration was applied.
     *
     * @param version that runs now
     * @param difference from what ran before; what needs a restart is not applied
     */
    record Applied(String before, String version, ConfigDifference difference) implements ReloadResult {}

    /** The files say what runs already. */
    record Unchanged(String version) implements ReloadResult {}

    /** It has mistakes: nothing was changed. */
    record Invalid(List<ConfigProblem> problems) implements ReloadResult {
        public Invalid {
            problems = List.copyOf(problems);
        }
    }

    /** The configuration is valid but could not be applied, or not completely: a later attempt may succeed. */
    record Failed(String cause) implements ReloadResult {}

    /** The relay is being stopped. */
    record Stopping() implements ReloadResult {
        /** For operators. */
        String cause() {
            return "the relay is stopping; the files are read at its next start";
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
