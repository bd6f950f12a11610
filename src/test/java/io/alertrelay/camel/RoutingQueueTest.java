package io.alertrelay.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.alertrelay.testing.WebhookReceipts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
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
        Optional<RoutingQueue.IntegrationQueue> next = queue.next(partition -> true);
        for (int turn = 0; next.isPresent(); turn++) {
            RoutingQueue.IntegrationQueue its = next.orElseThrow();
            order.add(queue.first(its).position().offset());
            // The first webhook of the storm takes three turns.
            if (turn == 0 || turn == 2) {
                queue.endTurn(its);
            } else {
                queue.done(its);
            }
            next = queue.next(partition -> true);
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
    void aPartitionWithoutRoomHasNoTurn() throws Exception {
        add("storm", 0);

        assertThat(queue.next(partition -> partition != 0)).isEmpty();
        assertThat(queue.awaitRecords()).isTrue();
        assertThat(queue.next(partition -> partition == 0)).isPresent();
    }

    @Test
    void whoWaitsForRecordsGetsThemAndIsSentAwayByTheEnd() throws Exception {
        List<Boolean> seen = new CopyOnWriteArrayList<>();
        Thread taker = new Thread(() -> {
            try {
                while (queue.awaitRecords()) {
                    seen.add(true);
                    queue.done(queue.next(partition -> true).orElseThrow());
                }
                seen.add(false);
            } catch (InterruptedException e) {
                seen.clear();
            }
        });
        taker.start();

        add("storm", 0);
        await().until(() -> seen.equals(List.of(true)));
        queue.close();
        taker.join();

        assertThat(seen).containsExactly(true, false);
        add("storm", 1);
        assertThat(queue.awaitRecords()).as("whatever waits").isFalse();
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
