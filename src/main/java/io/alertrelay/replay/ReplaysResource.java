package io.alertrelay.replay;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alertrelay.api.LedgerAccess;
import io.alertrelay.management.Api;
import io.alertrelay.management.ApiAnswer;
import io.alertrelay.management.OperatorName;
import io.alertrelay.record.ReplayControl;
import io.alertrelay.replay.Replays.Proposal;
import java.time.Clock;
import java.util.Optional;

/**
 * {@code GET /api/v1/replays}, {@code GET /api/v1/replays/<id>}: the orders and their progress. {@code POST
 * /api/v1/replays}: the plan of a replay, and with {@code "execute": true} the order. {@code POST
 * /api/v1/replays/<id>/pause}, {@code …/resume}, {@code …/cancel}.
 */
public record ReplaysResource(LedgerAccess access, Clock clock) implements Api.Resource, Api.Question, Api.Action {
    @Override
    public ApiAnswer get(String id) {
        return answered(all -> {
            if (id.isEmpty()) {
                ObjectNode root = object();
                ArrayNode list = root.putArray("replays");
                all.all().forEach(entry -> list.add(ReplayJson.of(entry)));
                return ApiAnswer.ok(root);
            }
            return all.get(id).map(entry -> ApiAnswer.ok(ReplayJson.of(entry))).orElseGet(() -> unknown(id));
        });
    }

    @Override
    public ApiAnswer answer(ObjectNode body, Optional<String> operator) {
        boolean execute = body.path("execute").asBoolean();
        Optional<ApiAnswer> refusal = refusal(operator);
        if (execute && refusal.isPresent()) {
            return refusal.get();
        }
        return answered(all -> {
            Proposal proposal = all.propose(
                    ReplayRequestJson.read(body, operator.orElse(""), clock.instant()), (topic, read, total) -> {});
            if (execute && proposal.underWay().isPresent()) {
                return ApiAnswer.error(
                        409,
                        "OrderedBefore",
                        "the very same is ordered already, as "
                                + proposal.order().id() + ", and is "
                                + proposal.underWay().get().state().word());
            }
            ObjectNode plan = ReplayJson.of(proposal);
            if (!execute || proposal.plan().requests() == 0) {
                return ApiAnswer.ok(plan.put("ordered", false));
            }
            all.place(proposal);
            return new ApiAnswer(201, plan.put("ordered", true));
        });
    }

    @Override
    public ApiAnswer post(String item, ObjectNode body, Optional<String> operator) {
        int slash = item.indexOf('/');
        Optional<ReplayControl.Kind> kind =
                slash < 0 ? Optional.empty() : ReplayControl.Kind.of(item.substring(slash + 1));
        if (kind.isEmpty()) {
            return ApiAnswer.error(404, "NotFound", "expected replays/<id>/pause, …/resume or …/cancel");
        }
        Optional<ApiAnswer> refusal = refusal(operator);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        String id = item.substring(0, slash);
        return answered(all -> all.get(id).isEmpty()
                ? unknown(id)
                : ApiAnswer.ok(ReplayJson.of(all.control(id, kind.get(), operator.get()))));
    }

    private static Optional<ApiAnswer> refusal(Optional<String> operator) {
        return OperatorName.refusal(operator, "does it");
    }

    private ApiAnswer answered(Replays.Work<ApiAnswer> work) {
        return access.answer(ledger -> {
            try {
                return Replays.of(ledger, clock, work);
            } catch (ReplayException e) {
                return ApiAnswer.error(400, "InvalidReplay", String.valueOf(e.getMessage()));
            }
        });
    }

    private static ApiAnswer unknown(String id) {
        return ApiAnswer.error(404, "UnknownReplay", "there is no replay \"" + id + "\"");
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
