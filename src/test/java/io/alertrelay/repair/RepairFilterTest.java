package io.alertrelay.repair;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.alertrelay.reading.Scope;
import io.alertrelay.record.DeadLetter;
import io.alertrelay.record.DeadLetterId;
import io.alertrelay.record.Place;
import io.alertrelay.record.Quarantined;
import io.alertrelay.record.Quarantined.Kind;
import io.alertrelay.record.ReceiptId;
import io.alertrelay.record.Resolution;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** Which dead letters and records in quarantine are meant. */
class RepairFilterTest {
    private static final Instant AT = Instant.parse("2026-11-22T02:00:00Z");

    private final DeadLetter letter = new DeadLetter(
            new DeadLetterId(new Place(0, 17)),
            "arms:a",
            AT.plusSeconds(1),
            JsonNodeFactory.instance
                    .objectNode()
                    .put("channel", "payments")
                    .put("integration", "arms")
                    .put("alert_key", "arms:a")
                    .put("reason", "refused")
                    .put("cause", "400 InvalidParameter")
                    .put("settled_at", AT.toString()),
            Optional.empty());

    private final Quarantined record = new Quarantined(
            new ReceiptId(ReceiptId.Topic.QUARANTINE, 0, 3, "7k3m9qxr2ztc5vbn"),
            Kind.REFUSED,
            "arms",
            AT,
            "arms",
            "aliyun-arms",
            "",
            "The body is not JSON",
            Optional.empty(),
            OptionalInt.empty(),
            OptionalInt.empty(),
            Optional.empty(),
            1,
            Optional.empty());

    @Test
    void aDeadLetterIsMeantIfAllHolds() {
        assertThat(letters("payments", "arms", "invalidparam", "arms:a").matches(letter))
                .isTrue();
        assertThat(letters(null, null, "REFUSED", null).matches(letter)).isTrue();
        assertThat(letters("platform", "arms", null, null).matches(letter)).isFalse();
        assertThat(letters("payments", "other", null, null).matches(letter)).isFalse();
        assertThat(letters(null, null, "expired", null).matches(letter)).isFalse();
        assertThat(letters(null, null, null, "arms:b").matches(letter)).isFalse();
        assertThat(letter.traits()).containsEntry("reason", "refused");
    }

    @Test
    void theTimeIsWhenItWasGivenUpAndItsEndIsNotPartOfIt() {
        assertThat(during(AT, AT.plusSeconds(1)).matches(letter)).isTrue();
        assertThat(during(AT.plusMillis(1), AT.plusSeconds(9)).matches(letter)).isFalse();
        assertThat(during(AT.minusSeconds(9), AT).matches(letter)).isFalse();
    }

    @Test
    void whatIsResolvedIsMeantOnlyIfAskedFor() {
        Optional<Resolution> resolved = Optional.of(Resolution.discarded("dl-0-17", "ann", AT, ""));

        assertThat(letters(null, null, null, null).matches(letter.with(resolved)))
                .isFalse();
        assertThat(letters(null, null, null, null).withResolved().matches(letter.with(resolved)))
                .isTrue();
        assertThat(quarantine(null, null).matches(record.with(resolved))).isFalse();
        assertThat(quarantine(null, null).withResolved().matches(record.with(resolved)))
                .isTrue();
    }

    @Test
    void aRecordInQuarantineIsMeantIfAllHolds() {
        assertThat(quarantine("arms", "not json").matches(record)).isTrue();
        assertThat(quarantine("other", null).matches(record)).isFalse();
        assertThat(quarantine(null, "not utf-8").matches(record)).isFalse();
        assertThat(record.traits()).containsEntry("kind", "refused");
    }

    private static RepairFilter letters(String channel, String integration, String cause, String key) {
        Map<String, String> traits = new HashMap<>();
        traits.put("channel", channel);
        traits.put("integration", integration);
        traits.put("alert_key", key);
        traits.values().removeIf(Objects::isNull);
        return new RepairFilter(traits, Optional.ofNullable(cause), Scope.ALL, false);
    }

    private static RepairFilter during(Instant from, Instant to) {
        return new RepairFilter(Map.of(), Optional.empty(), new Scope(Optional.of(from), Optional.of(to)), false);
    }

    private static RepairFilter quarantine(String integration, String cause) {
        return letters(null, integration, cause, null);
    }
}
