package io.alertrelay.replay;

import io.alertrelay.kafka.TopicReader;
import io.alertrelay.kafka.TopicWriter;
import io.alertrelay.reading.Resolutions;
import io.alertrelay.record.DeadLetterId;
import io.alertrelay.record.ReplayOrder;
import io.alertrelay.record.Resolution;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/** Records of a redrive which dead letters were handed over, each once; of another replay nothing. For one thread. */
final class RedrivenLetters {
    private final ReplayParts parts;
    private final ReplayOrder order;
    private final Set<String> resolved = new HashSet<>();

    RedrivenLetters(ReplayParts parts, ReplayOrder order) {
        this.parts = parts;
        this.order = order;
    }

    /** Reads what was decided about them before, perhaps by an earlier run. */
    void read() {
        if (order.isRedrive()) {
            try (TopicReader reader = new TopicReader(parts.clients())) {
                resolved.addAll(
                        Resolutions.of(reader, parts.names().deadLetters(), order.deadLetters(), parts.progress())
                                .keySet());
            }
        }
    }

    /** Records that the dead letters among these were redriven if they were handed over to the channel. */
    void record(ChannelReplay channel, List<PlannedEvent> picks) throws ExecutionException, InterruptedException {
        if (!order.isRedrive()) {
            return;
        }
        try (TopicWriter writer = new TopicWriter(parts.clients())) {
            List<Future<?>> acks = new ArrayList<>();
            for (PlannedEvent pick : picks) {
                String about =
                        pick.deadLetter().map(DeadLetterId::new).orElseThrow().toString();
                if (channel.isFed(pick.alert()) && resolved.add(about)) {
                    acks.add(Resolutions.begin(
                            writer,
                            parts.names().deadLetters(),
                            pick.key(),
                            Resolution.redriven(about, order.by(), parts.wall().instant(), "", order.id())));
                }
            }
            Resolutions.await(acks);
        }
    }
}
