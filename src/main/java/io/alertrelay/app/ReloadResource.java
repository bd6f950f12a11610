package io.alertrelay.app;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alertrelay.management.ApiAnswer;

/** What {@code POST /api/v1/reload} answers. */
final class ReloadResource {
    private ReloadResource() {}

    static ApiAnswer answer(ReloadResult result) {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("result", result.word());
        if (result instanceof ReloadResult.Applied applied) {
            body.put("before", applied.before()).put("version", applied.version());
            ArrayNode changes = body.putArray("changes");
            applied.difference().changes().forEach(changes::add);
            ArrayNode later = body.putArray("needs_restart");
            applied.difference().needRestart().forEach(later::add);
            return ApiAnswer.ok(body);
        }
        if (result instanceof ReloadResult.Unchanged unchanged) {
            return ApiAnswer.ok(body.put("version", unchanged.version()));
        }
        if (result instanceof ReloadResult.Invalid invalid) {
            ApiAnswer answer =
                    ApiAnswer.error(422, "InvalidConfiguration", "the configuration has mistakes; nothing was changed");
            ArrayNode problems = answer.body().withObject("/error").putArray("problems");
            invalid.problems().forEach(problem -> problems.add(problem.toString()));
            return answer;
        }
        if (result instanceof ReloadResult.Failed failed) {
            return ApiAnswer.error(503, "NotApplied", failed.cause());
        }
        return ApiAnswer.error(
                409, "NoConfigurationFile", "the relay was started without --config: there is nothing to read again");
    }
}
