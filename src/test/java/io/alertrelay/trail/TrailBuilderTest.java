package io.alertrelay.trail;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.alertrelay.reading.CommittedProgress;
import io.alertrelay.reading.WaitingDeliveries;
import io.alertrelay.record.AlertRef;
import io.alertrelay.record.DeliveryId;
import io.alertrelay.record.DueDelivery;
import io.alertrelay.record.Outcome;
import io.alertrelay.record.ReceiptId;
import io.alertrelay.record.SettledDelivery;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a trail says of an event that could not be stored, as far as the relay that routed it knows. */
class TrailBuilderTest {
    private static final Instant AT = Instant.parse("2026-11-24T11:22:33Z");
    private static final DeliveryId ID = new DeliveryId(
            new AlertRef(ReceiptId.parse("w0-17-7k3m9qxr2ztc5vbn").orElseThrow(), 0), "payments", "");

    private final TrailBuilder trail = new TrailBuilder(ID.receipt());

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void ifItIsInItsTopicAllTheSameItsReceiptOfThatCountsAndIsLookedFor(boolean givenUpFirst) {
        trail.due(new DueDelivery(
                ID, AT, AT, 0, 11, "arms:a", "firing", "Critical", "3f2a", "case 1", List.of("payments")));
        if (givenUpFirst) {
            trail.settled(receipt(-1, Outcome.DEAD_LETTERED, "unstored"));
            assertThat(trail.allSettled()).isFalse();
        }
        trail.settled(receipt(11, Outcome.DELIVERED, ""));
        assertThat(trail.allSettled()).isTrue();
        if (!givenUpFirst) {
            trail.settled(receipt(-1, Outcome.DEAD_LETTERED, "unstored"));
        }

        assertThat(json().path("state").asText()).isEqualTo("delivered");
        assertThat(json().at("/later_receipts/0/outcome").asText()).isEqualTo("dead-lettered");
    }

    @Test
    void untilItsChannelComesToItItWaits() {
        trail.due(new DueDelivery(
                ID, AT, AT, 0, 11, "arms:a", "firing", "Critical", "3f2a", "case 1", List.of("payments")));
        trail.settled(receipt(-1, Outcome.DEAD_LETTERED, "unstored"));

        assertThat(json().path("state").asText()).isEqualTo("waiting");
    }

    @Test
    void ifItIsNotThereItIsADeadLetter() {
        trail.settled(receipt(-1, Outcome.DEAD_LETTERED, "unstored"));

        assertThat(trail.allSettled()).isTrue();
        assertThat(json().path("state").asText()).isEqualTo("dead-lettered");
    }

    private static SettledDelivery receipt(long offset, Outcome outcome, String reason) {
        return new SettledDelivery(
                ID,
                AT,
                AT,
                0,
                offset,
                outcome,
                reason,
                JsonNodeFactory.instance.objectNode().put("outcome", outcome.word()));
    }

    private JsonNode json() {
        return TrailJson.of(trail.build(new CommittedProgress(Map.of(), Map.of(), Map.of()), WaitingDeliveries.UNKNOWN)
                        .orElseThrow())
                .at("/alerts/0/deliveries/0");
    }
}
