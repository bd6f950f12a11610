package io.alertrelay.guarantee;

import static org.awaitility.Awaitility.await;

import io.alertrelay.app.App;
import io.alertrelay.record.ReplayDestination;
import io.alertrelay.record.ReplayFilter;
import io.alertrelay.record.ReplayProgress;
import io.alertrelay.replay.ReplayEntry;
import io.alertrelay.replay.ReplayRequest;
import io.alertrelay.replay.Replays.Proposal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Replays on a relay of which live alerts go to channel a, and what is replayed to b. */
abstract class ReplayRig {
    static final Duration PATIENCE = Duration.ofMinutes(3);

    @TempDir
    private Path folder;

    Rig rig;
    Posts posts;
    App first;

    @BeforeEach
    void start() throws Exception {
        rig = Rig.of(folder, List.of("a", "b"), "timeout: 10s");
        posts = new Posts(rig::relay);
        first = rig.start();
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    void firing(int count) {
        for (int i = 0; i < count; i++) {
            posts.firing(Rig.to("a"), "alert" + i, "critical");
        }
    }

    /** Waits until all that was posted is routed; up to where that is. */
    Map<Integer, Long> routed() throws Exception {
        int all = posts.accepted().size();
        await("all is routed")
                .atMost(PATIENCE)
                .until(() -> routingOffsets().values().stream()
                                .mapToLong(OffsetAndMetadata::offset)
                                .sum()
                        == all);
        Map<Integer, Long> ends = new HashMap<>();
        routingOffsets().forEach((partition, offset) -> ends.put(partition.partition(), offset.offset()));
        return ends;
    }

    Map<TopicPartition, OffsetAndMetadata> routingOffsets() throws Exception {
        try (CommittedOffsets offsets = new CommittedOffsets(rig)) {
            return offsets.routing();
        }
    }

    Proposal propose(Map<Integer, Long> end, ReplayDestination to) throws Exception {
        return propose(end, to, 1);
    }

    /** @param share of the rate, which is 1000 a second */
    Proposal propose(Map<Integer, Long> end, ReplayDestination to, double share) throws Exception {
        Map<Integer, Long> from = new HashMap<>();
        end.keySet().forEach(partition -> from.put(partition, 0L));
        return propose(from, end, to, share);
    }

    Proposal propose(Map<Integer, Long> from, Map<Integer, Long> end, ReplayDestination to, double share)
            throws Exception {
        ReplayRequest request = new ReplayRequest(from, end, ReplayFilter.NONE, to, share, false, List.of(), "tester");
        return rig.replays(replays -> replays.propose(request, (topic, read, total) -> {}));
    }

    void place(Proposal proposal) throws Exception {
        rig.replays(replays -> {
            replays.place(proposal);
            return proposal;
        });
    }

    /** The channel is well again, and its operator does not wait until it is tried. */
    void healed(String channel) throws Exception {
        rig.flashduty().heal(Rig.pushKey(channel));
        rig.relay().manage("channels/" + channel + "/probe", "");
    }

    ReplayEntry carriedOut(Proposal proposal) throws Exception {
        place(proposal);
        return ended(proposal.order().id());
    }

    ReplayEntry ended(String id) {
        return await("the replay ends")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(500))
                .until(() -> replay(id), entry -> entry.isEnded());
    }

    ReplayProgress.OfChannel progress(String id, String channel) throws Exception {
        return replay(id).progress().channels().getOrDefault(channel, new ReplayProgress.OfChannel(0, 0, Map.of()));
    }

    ReplayEntry replay(String id) throws Exception {
        return rig.replays(replays -> replays.get(id).orElseThrow());
    }
}
