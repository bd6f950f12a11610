package io.alertrelay.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InFlightRoomTest {
    private int integrations = 2;
    private final InFlightRoom room = new InFlightRoom(() -> 100, 1_000_000, 100_000, () -> integrations);

    @Test
    void oneIntegrationGetsItsPartAndTheCommonHalfAndTheOtherStillHasAllOfItsPart() {
        assertThat(fill("a")).hasSize(75);
        assertThat(fill("b")).hasSize(25);
        assertThat(room.requests()).isEqualTo(100);
    }

    @Test
    void whatLeavesMakesRoomForWhomeverNeedsIt() {
        List<InFlightRoom.Seat> a = fill("a");
        fill("b");

        a.get(0).leave();
        a.get(0).leave();

        assertThat(room.requests()).isEqualTo(99);
        assertThat(room.enter("b")).isPresent();
        assertThat(room.enter("b")).isEmpty();
        assertThat(room.enter("a")).isEmpty();
    }

    @Test
    void bytesAreSharedInTheSameWayAndGivenBackWithTheSeat() {
        InFlightRoom.Seat a = room.enter("a").orElseThrow();
        InFlightRoom.Seat b = room.enter("b").orElseThrow();

        assertThat(a.grow(750_000)).isTrue();
        assertThat(a.grow(1)).isFalse();
        assertThat(b.grow(250_000)).isTrue();
        assertThat(b.grow(1)).isFalse();

        a.leave();
        assertThat(a.grow(1)).isFalse();
        assertThat(room.bytes()).isEqualTo(250_000);
        assertThat(b.grow(500_000)).isTrue();
        b.leave();
        assertThat(room.bytes()).isZero();
        assertThat(room.requests()).isZero();
    }

    @Test
    void howeverManyIntegrationsThereAreAQuietOneGetsAWebhookInWhileOthersFloodTheRoom() {
        integrations = 200;
        for (String flooding : List.of("a", "b", "c")) {
            InFlightRoom.Seat seat = room.enter(flooding).orElseThrow();
            int taken = 0;
            while (seat.grow(1_000)) {
                taken++;
            }
            assertThat(taken).isPositive();
        }

        InFlightRoom.Seat quiet = room.enter("quiet").orElseThrow();

        assertThat(quiet.grow(100_000)).isTrue();
        assertThat(quiet.grow(1)).isFalse();
    }

    @Test
    void aloneAnIntegrationMayUseEverything() {
        integrations = 1;

        assertThat(fill("a")).hasSize(100);
    }

    @Test
    void withMoreIntegrationsThanRoomOneOfEachGetsInUntilItIsFull() {
        integrations = 1_000;

        for (int i = 0; i < 40; i++) {
            assertThat(room.enter("i" + i)).isPresent();
        }
        fill("a");
        assertThat(room.requests()).isEqualTo(100);
    }

    private List<InFlightRoom.Seat> fill(String integration) {
        List<InFlightRoom.Seat> seats = new ArrayList<>();
        Optional<InFlightRoom.Seat> seat = room.enter(integration);
        while (seat.isPresent()) {
            seats.add(seat.get());
            seat = room.enter(integration);
        }
        return seats;
    }
}
