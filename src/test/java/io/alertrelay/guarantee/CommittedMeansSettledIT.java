package io.alertrelay.guarantee;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.alertrelay.guarantee.Posts.Change;
import io.alertrelay.sandbox.Fault;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** At no moment has the committed offset of a channel passed a delivery without a receipt. */
class CommittedMeansSettledIT {
    private static final long SEED = 42;
    private static final List<String> CHANNELS = List.of("a", "b");

    @TempDir
    private Path folder;

    private Rig rig;
    /** Whether a look has seen settlements beyond the offset. */
    private final AtomicBoolean beyond = new AtomicBoolean();

    private CommittedOffsets offsets;
    private Posts posts;

    @BeforeEach
    void start() throws Exception {
        rig = Rig.of(folder, CHANNELS, "timeout: 1s, collapse: none");
        offsets = new CommittedOffsets(rig);
        posts = new Posts(rig::relay);
        for (String channel : CHANNELS) {
            rig.flashduty()
                    .faultWhen(
                            Rig.pushKey(channel),
                            request -> Arrivals.alert(request).equals("stuck"),
                            new Fault.Status(500, "InternalError", "not this one"));
            new PassingFaults(SEED).over(rig.flashduty(), channel);
        }
        rig.start();
    }

    @AfterEach
    void stop() {
        offsets.close();
        rig.close();
    }

    @Test
    void wheneverOneLooks() throws Exception {
        CompletableFuture<Void> life = CompletableFuture.runAsync(this::live);
        while (!life.isDone()) {
            beyond.compareAndSet(false, look());
        }
        life.join();

        assertThat(rig.settled().findings()).isEmpty();
        look();
    }

    /** Commits first, then receipts: what is settled in between does no harm. */
    private boolean look() throws Exception {
        Map<String, Long> committed = new HashMap<>();
        for (String channel : CHANNELS) {
            committed.put(channel, offsets.committed(channel));
        }
        Set<String> settled = DeliveryEndings.read(rig).byDelivery().keySet();
        boolean found = false;
        for (String channel : CHANNELS) {
            List<ConsumerRecord<String, byte[]>> due =
                    rig.topics().read(rig.names().channel(channel));
            assertThat(due.stream()
                            .filter(record -> record.offset() < committed.get(channel))
                            .map(record -> DeliveryEndings.id(record, channel)))
                    .as("passed by the offset of " + channel)
                    .isSubsetOf(settled);
            found |= due.stream()
                    .filter(record -> record.offset() > committed.get(channel))
                    .anyMatch(record -> settled.contains(DeliveryEndings.id(record, channel)));
        }
        return found;
    }

    private void live() {
        try {
            post(40);
            posts.firing(Rig.TO_ALL, "stuck", "info");
            post(60);
            rig.restart();
            post(60);
            await("a look at settlements beyond the offset").untilTrue(beyond);
            CHANNELS.forEach(channel -> rig.flashduty().heal(Rig.pushKey(channel)));
            rig.settled();
        } catch (Exception e) {
            throw new CompletionException(e);
        }
    }

    private void post(int count) {
        for (int i = 0; i < count; i += 4) {
            posts.post(
                    Rig.TO_ALL,
                    IntStream.range(i, i + 4)
                            .mapToObj(n -> new Change("alert" + n % 25, "firing", n % 2 == 0 ? "critical" : "info"))
                            .toList());
        }
    }
}
