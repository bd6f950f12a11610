package io.alertrelay.camel;

import static org.assertj.core.api.Assertions.assertThat;

import io.alertrelay.testing.WebhookReceipts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** Each integration keeps its order, and none waits for another one's end. */
class RoutingQueueTest {
    private final RoutingQueue queue = new RoutingQueue();

    @Test
    void integrationsTakeTurnsAlsoIfTheyShareAPartitionAndEachKeepsItsOrder() {
        add("storm", 0);
        add("storm", 1);
        add("storm", 2);
        add("honest", 3);
        add("honest", 4);

        List<Long> order = new ArrayList<>();
        for (int turn = 0; !queue.isEmpty(); turn++) {
            RoutingQueue.Lane lane = queue.next(partition -> true).orElseThrow();
            order.add(queue.first(lane).position().offset());
            // The first webhook of the storm takes three turns.
            if (turn == 0 || turn == 2) {
                queue.endTurn(lane);
            } else {
                queue.done(lane);
            }
        }

        assertThat(order).containsExactly(0L, 3L, 0L, 4L, 0L, 1L, 2L);
    }

    @Test
    void whatIsAddedMeanwhileHasItsTurnToo() {
        add("storm", 0);
        queue.endTurn(queue.next(partition -> true).orElseThrow());
        add("honest", 1);
        add("storm", 2);
        queue.endTurn(queue.next(partition -> true).orElseThrow());

        assertThat(queue.first(queue.next(partition -> true).orElseThrow())
                        .position()
                        .offset())
                .isEqualTo(1);
    }

    @Test
    void aPartitionWithoutRoomHasNoTurn() {
        add("storm", 0);

        assertThat(queue.next(partition -> partition != 0)).isEmpty();
        assertThat(queue.isEmpty()).isFalse();
        assertThat(queue.next(partition -> partition == 0)).isPresent();
    }

    @Test
    void roomIsOfEachPartitionAndGivenBackOnceHoweverOftenThatIsSaid() {
        RoutingRoom room = new RoutingRoom(10);
        RoutingRoom.Share first = room.take(0, 6);
        RoutingRoom.Share second = room.take(0, 6);
        assertThat(room.isFree(0)).isFalse();
        assertThat(room.isFree(1)).isTrue();

        first.giveBack();
        first.giveBack();
        assertThat(room.isFree(0)).isTrue();
        room.take(0, 4);
        assertThat(room.isFree(0)).as("10 bytes are taken, not 4").isFalse();
        second.giveBack();
        assertThat(room.isFree(0)).isTrue();
    }

    private void add(String integration, long offset) {
        queue.add(new PolledWebhook(
                new RecordPosition(new TopicPartition("webhooks", 0), offset),
                Optional.empty(),
                WebhookReceipts.stored(WebhookReceipts.webhook(0, offset), integration, Instant.EPOCH, "")));
    }
}
