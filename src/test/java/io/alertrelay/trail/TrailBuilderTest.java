package io.alertrelay.trail;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.alertrelay.reading.CommittedProgress;
import io.alertrelay.reading.RetainedOffsets;
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
    void ofWhatIsInItsTopicAllTheSameTheReceiptOfThatCountsAndIsLookedFor(boolean givenUpFirst) {
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
    void whatIsInItsTopicAllTheSameWaitsUntilItsChannelComesToIt() {
        trail.due(new DueDelivery(
                ID, AT, AT, 0, 11, "arms:a", "firing", "Critical", "3f2a", "case 1", List.of("payments")));
        trail.settled(receipt(-1, Outcome.DEAD_LETTERED, "unstored"));

        assertThat(json().path("state").asText()).isEqualTo("waiting");
    }

    @Test
    void whatIsNotInItsTopicIsADeadLetter() {
        trail.settled(receipt(-1, Outcome.DEAD_LETTERED, "unstored"));

        assertThat(trail.allSettled()).isTrue();
        assertThat(json().path("state").asText()).isEqualTo("dead-lettered");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatIsDueToAnotherChannelWaitsToBeInItsTopicUntilTheWebhookIsRouted(boolean routed) {
        trail.due(new DueDelivery(
                ID, AT, AT, 0, 11, "arms:a", "firing", "Critical", "3f2a", "case 1", List.of("night", "payments")));
        trail.settled(receipt(11, Outcome.DELIVERED, ""));
        if (!routed) {
            trail.notRoutedYet();
        }

        JsonNode deliveries = alert().path("deliveries");

        assertThat(deliveries.findValuesAsText("state"))
                .isEqualTo(routed ? List.of("delivered") : List.of("delivered", "waiting"));
        if (!routed) {
            assertThat(deliveries.get(1).path("channel").asText()).isEqualTo("night");
            assertThat(deliveries.get(1).path("id").asText()).isEqualTo(ID.alert() + "/night");
            assertThat(deliveries.get(1).path("why").asText()).isEqualTo("case 1");
            assertThat(deliveries.get(1).path("waits_for").asText()).contains("not in the channel's topic yet");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatIsDueToAnotherChannelIsUnaccountedForOnceTheWebhookIsRoutedUnlessItMayHaveBeenDeletedForItsAge(
            boolean mustBeThere) {
        trail.due(due("payments", "case 1", List.of("night", "payments")));
        trail.settled(receipt(11, Outcome.DELIVERED, ""));
        trail.soughtEverywhere((by, channel) -> mustBeThere && channel.equals("night"));

        assertThat(alert().path("deliveries").findValuesAsText("state"))
                .isEqualTo(mustBeThere ? List.of("delivered", "unaccounted") : List.of("delivered"));
        assertThat(build().alerts().get(0).unfound()).containsExactly("night");
    }

    @Test
    void whatWasRoutedAgainByOtherRulesLacksNothingOfTheFirstDecision() {
        trail.due(due("payments", "case 1", List.of("night", "payments")));
        trail.due(due("day", "case 2", List.of("day", "payments")));
        trail.soughtEverywhere((by, channel) -> true);

        assertThat(alert().path("deliveries").findValuesAsText("channel")).containsExactly("payments", "day");
        assertThat(build().alerts().get(0).unfound()).isEmpty();
    }

    @Test
    void whatWasRoutedAgainToFewerLacksNothingOfTheFirstDecision() {
        trail.due(due("payments", "case 1", List.of("night", "payments")));
        trail.due(due("payments", "case 2", List.of("payments")));
        trail.soughtEverywhere((by, channel) -> true);

        assertThat(alert().path("deliveries").findValuesAsText("channel")).containsExactly("payments");
        assertThat(build().alerts().get(0).unfound()).isEmpty();
    }

    @Test
    void whatLacksSomethingOfEachDecisionLacksItOfTheLatest() {
        trail.due(due("payments", "case 1", List.of("night", "payments")));
        trail.due(due("payments", "case 2", List.of("day", "payments"), AT.minusSeconds(60)));

        assertThat(build().alerts().get(0).unfound()).containsExactly("night");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatItsChannelHasPassedIsUnaccountedForOnlyIfItsReceiptCannotHaveBeenDeleted(boolean reaching) {
        trail.due(due("payments", "case 1", List.of("payments")));
        trail.receiptsReachBack(new RetainedOffsets(Map.of(0, 1L), AT.plusSeconds(reaching ? -3600 : 3600)));

        Trail built = trail.build(
                        new CommittedProgress(Map.of(), Map.of(), Map.of("payments", Map.of(0, 12L))),
                        WaitingDeliveries.UNKNOWN)
                .orElseThrow();

        assertThat(TrailJson.of(built).at("/alerts/0/deliveries/0/state").asText())
                .isEqualTo(reaching ? "unaccounted" : "too-old");
    }

    @Test
    void whatWasGivenUpAsNotStoredIsADeadLetterThoughTheWebhookIsNotRouted() {
        trail.due(new DueDelivery(
                ID, AT, AT, 0, 11, "arms:a", "firing", "Critical", "3f2a", "case 1", List.of("night", "payments")));
        trail.settled(new SettledDelivery(
                new DeliveryId(ID.alert(), "night", ""),
                AT,
                AT,
                0,
                -1,
                Outcome.DEAD_LETTERED,
                "unstored",
                JsonNodeFactory.instance.objectNode().put("outcome", "dead-lettered")));
        trail.notRoutedYet();

        assertThat(alert().path("deliveries").findValuesAsText("state")).containsExactly("waiting", "dead-lettered");
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

    private static DueDelivery due(String channel, String why, List<String> fanOut) {
        return due(channel, why, fanOut, AT);
    }

    private static DueDelivery due(String channel, String why, List<String> fanOut, Instant storedAt) {
        DeliveryId id = new DeliveryId(ID.alert(), channel, "");
        return new DueDelivery(id, AT, storedAt, 0, 11, "arms:a", "firing", "Critical", "3f2a", why, fanOut);
    }

    private JsonNode json() {
        return alert().at("/deliveries/0");
    }

    private JsonNode alert() {
        return TrailJson.of(build()).at("/alerts/0");
    }

    private Trail build() {
        return trail.build(new CommittedProgress(Map.of(), Map.of(), Map.of()), WaitingDeliveries.UNKNOWN)
                .orElseThrow();
    }
}
