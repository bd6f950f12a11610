package io.alertrelay.repair;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alertrelay.alert.AlertStatus;
import io.alertrelay.api.InvalidQueryException;
import io.alertrelay.api.QuestionBody;
import io.alertrelay.arms.PresetReader;
import io.alertrelay.management.Api;
import io.alertrelay.management.ApiAnswer;
import io.alertrelay.record.Quarantined;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * {@code POST /api/v1/quarantine/retry}, with {@code ids}, and optionally {@code as}, {@code status}, {@code state} and
 * {@code reason}: which bodies in quarantine can be read now; with {@code "execute": true} these are stored as
 * webhooks.
 */
public record RetryQuestion(RepairResource<Quarantined> quarantine, Clock clock) implements Api.Question {
    /** The most bytes of bodies together: it has them all in memory, and what it read of them. */
    private static final long MOST_BYTES = 16L << 20;

    /** The most alerts that are answered, each with about a kilobyte. */
    private static final int MOST_ALERTS = 50_000;

    private static final Set<String> FIELDS = Set.of("ids", "as", "status", "state", "reason", "execute");

    @Override
    public ApiAnswer answer(ObjectNode body, Optional<String> operator) {
        return quarantine.resolve(body, FIELDS, operator, (ledger, chosen, by) -> {
            QuestionBody question = new QuestionBody(body, FIELDS);
            long bytes = chosen.stream().mapToLong(Quarantined::bytes).sum();
            if (bytes > MOST_BYTES) {
                throw new InvalidQueryException(
                        "ids",
                        "found bodies of " + bytes + " bytes, expected at most " + MOST_BYTES
                                + " together: name fewer, or use relay quarantine retry");
            }
            Optional<PresetReader> preset = preset(question);
            boolean allStates =
                    oneOf(question, "state", List.of("newest", "all")).equals("all");
            QuarantineRetry retry = new QuarantineRetry(ledger, clock);
            List<RetryItem> plan = retry.plan(chosen, preset, allStates, (topic, read, total) -> {});
            long alerts = plan.stream().mapToLong(RetryItem::size).sum();
            if (alerts > MOST_ALERTS) {
                throw new InvalidQueryException(
                        "ids",
                        "nothing was done: found " + alerts + " alerts, expected at most " + MOST_ALERTS
                                + " together: name fewer, or use relay quarantine retry");
            }
            Executed<Map<String, String>> done = by.isPresent()
                    ? retry.retry(plan, by.get(), RepairResource.reason(body))
                    : new Executed<>(Map.of(), Optional.empty());
            return RepairResource.answer(done, RetryJson.of(plan, done.done(), by.isPresent()));
        });
    }

    private static Optional<PresetReader> preset(QuestionBody question) throws InvalidQueryException {
        boolean preset = oneOf(question, "as", List.of("alerts", "arms-preset")).equals("arms-preset");
        String status = oneOf(question, "status", List.of("", "firing", "resolved"));
        if (!status.isEmpty() && !preset) {
            throw new InvalidQueryException("status", "it goes with \"as\": \"arms-preset\" only");
        }
        return preset
                ? Optional.of(
                        new PresetReader(status.isEmpty() ? Optional.empty() : Optional.of(AlertStatus.ofWord(status))))
                : Optional.empty();
    }

    /** One of these words; the first if the field is absent. */
    private static String oneOf(QuestionBody question, String field, List<String> words) throws InvalidQueryException {
        String found = question.text(field).orElse(words.get(0));
        if (!words.contains(found)) {
            throw new InvalidQueryException(
                    field,
                    "found another word, expected " + String.join(" or ", words).strip());
        }
        return found;
    }
}
