package io.alertrelay.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class InFlightTest {
    private static final Instant NOW = Instant.EPOCH;

    private final InFlight inFlight = new InFlight();

    @Test
    void whatHasEndedIsNoRequestAndKeepsItsPlaceUntilItIsRecorded() {
        QueuedDelivery taken = sent(1);
        QueuedDelivery refused = sent(2);
        sent(3);

        inFlight.ended(taken, true);
        inFlight.ended(refused, false);
        assertThat(inFlight.all()).isEqualTo(3);
        assertThat(inFlight.requests()).isEqualTo(1);
        assertThat(inFlight.repeatable()).isEqualTo(1);

        inFlight.landed(taken);
        inFlight.landed(refused);
        assertThat(inFlight.all()).isEqualTo(1);
        assertThat(inFlight.requests()).isEqualTo(1);
        assertThat(inFlight.repeatable()).isZero();
    }

    @Test
    void whatIsAnsweredTwiceMakesRoomForOneRequest() {
        QueuedDelivery queued = sent(1);
        sent(2);

        inFlight.ended(queued, true);
        inFlight.ended(queued, true);
        assertThat(inFlight.requests()).isEqualTo(1);
        assertThat(inFlight.repeatable()).isEqualTo(1);

        inFlight.landed(queued);
        assertThat(inFlight.requests()).isEqualTo(1);
        assertThat(inFlight.repeatable()).isZero();
    }

    @Test
    void whatLandsTwiceFreesOnePlace() {
        QueuedDelivery queued = sent(1);
        sent(2);

        inFlight.landed(queued);
        inFlight.landed(queued);

        assertThat(inFlight.all()).isEqualTo(1);
        assertThat(inFlight.requests()).isEqualTo(1);
    }

    private QueuedDelivery sent(int offset) {
        QueuedDelivery queued = QueuedDelivery.of(Deliveries.delivery(offset, NOW), false, NOW, NOW);
        queued.start(false, NOW);
        inFlight.sent(queued);
        return queued;
    }
}
