package io.alertrelay.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.alertrelay.reading.CommittedProgress;
import io.alertrelay.reading.WaitingDeliveries;
import io.alertrelay.record.DueDelivery;
import io.alertrelay.record.Outcome;
import io.alertrelay.record.ReceiptWriter;
import io.alertrelay.trail.TrailBuilder;
import io.alertrelay.trail.TrailJson;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** What a trail says of a delivery that two relays settled, because one took the channel over from the other. */
class LaterReceiptsTest {
    private final DueDelivery delivery = RelayModel.of(1, 10).due.get(0);
    private final TrailBuilder trail = new TrailBuilder(delivery.id().receipt());

    @Test
    void theFirstReceiptCountsAndTheLaterOneIsListedEachWithTheRelayThatWroteIt() {
        trail.due(delivery);
        trail.settled(RelayModel.receipt(delivery, Outcome.DELIVERED, new ReceiptWriter("relay-a", OptionalInt.of(7))));
        trail.settled(
                RelayModel.receipt(delivery, Outcome.SUPERSEDED, new ReceiptWriter("relay-b", OptionalInt.of(8))));

        JsonNode json = json();

        assertThat(json.path("state").asText()).isEqualTo("delivered");
        assertThat(json.path("relay").asText()).isEqualTo("relay-a");
        assertThat(json.path("assignment").asInt()).isEqualTo(7);
        assertThat(json.path("later_receipts")).hasSize(1);
        assertThat(json.at("/later_receipts/0/relay").asText()).isEqualTo("relay-b");
    }

    @Test
    void aReceiptOfAnEarlierVersionSaysNothingOfWhoWroteIt() {
        trail.due(delivery);
        trail.settled(RelayModel.receipt(delivery, Outcome.DELIVERED));

        assertThat(json().path("state").asText()).isEqualTo("delivered");
        assertThat(json().has("relay")).isFalse();
        assertThat(json().has("later_receipts")).isFalse();
    }

    private JsonNode json() {
        return TrailJson.of(trail.build(new CommittedProgress(Map.of(), Map.of(), Map.of()), WaitingDeliveries.UNKNOWN)
                        .orElseThrow())
                .at("/alerts/0/deliveries/0");
    }
}
