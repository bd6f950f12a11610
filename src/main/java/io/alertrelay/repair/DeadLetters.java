package io.alertrelay.repair;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alertrelay.config.SecretMask;
import io.alertrelay.reading.Ledger;
import io.alertrelay.record.DeadLetter;
import io.alertrelay.record.StoredRecord;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The deliveries that were given up, and the resolutions of them. */
public final class DeadLetters extends Repairs<DeadLetter> {
    /** The names of filters. */
    public static final Set<String> TRAITS = Set.of("channel", "integration", "alert_key", "reason");

    private static final List<String> FROM_ELSEWHERE = List.of("event", "cause");

    private final SecretMask mask;

    public DeadLetters(Ledger ledger) {
        super(ledger, ledger.names().deadLetters(), List.of("channel", "reason", "cause"));
        this.mask = SecretMask.of(ledger.config());
    }

    @Override
    Optional<DeadLetter> read(StoredRecord record) {
        return DeadLetter.of(record)
                .map(letter -> new DeadLetter(
                        letter.id(), letter.key(), letter.storedAt(), masked(letter.value()), Optional.empty()));
    }

    @Override
    public Optional<ObjectNode> show(DeadLetter one) {
        return Optional.of(one.json());
    }

    private ObjectNode masked(ObjectNode value) {
        FROM_ELSEWHERE.stream()
                .filter(value::hasNonNull)
                .forEach(field -> value.put(field, mask.mask(value.get(field).asText())));
        if (value.get("history") instanceof ArrayNode history) {
            history.forEach(attempt -> {
                if (attempt instanceof ObjectNode one && one.hasNonNull("answer")) {
                    one.put("answer", mask.mask(one.get("answer").asText()));
                }
            });
        }
        return value;
    }
}
