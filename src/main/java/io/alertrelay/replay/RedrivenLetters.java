package io.alertrelay.replay;

import io.alertrelay.kafka.TopicReader;
import io.alertrelay.kafka.TopicWriter;
import io.alertrelay.reading.Resolutions;
import io.alertrelay.record.DeadLetterId;
import io.alertrelay.record.ReplayOrder;
import io.alertrelay.record.Resolution;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.Collectors;

/**
 * What was decided about the dead letters of a redrive, by others while it waits or runs, and by itself: it records
 * which were handed over, each once. Of another replay it knows nothing. For one thread.
 */
final class RedrivenLetters implements AutoCloseable {
    private final ReplayParts parts;
    private final ReplayOrder order;
    private final String topic;
    private final Set<String> letters;
    private final Map<Integer, Long> readTo = new HashMap<>();
    /** The first one about each, which counts. */
    private final Map<String, Resolution> decided = new HashMap<>();

    private Optional<TopicReader> reader = Optional.empty();

    RedrivenLetters(ReplayParts parts, ReplayOrder order) {
        this.parts = parts;
        this.order = order;
        this.topic = parts.names().deadLetters();
        this.letters = order.deadLetters().stream()
                .map(place -> new DeadLetterId(place).toString())
                .collect(Collectors.toUnmodifiableSet());
        // A resolution comes after what it is about.
        order.deadLetters().forEach(place -> readTo.merge(place.partition(), place.offset(), Math::min));
    }

    /** Reads what was decided about them before, perhaps by an earlier run. */
    void read() {
        if (order.isRedrive()) {
            try (TopicReader once = new TopicReader(parts.clients())) {
                follow(once);
            }
        }
    }

    /** Reads what was decided about them since. */
    void follow() {
        if (order.isRedrive()) {
            if (reader.isEmpty()) {
                reader = Optional.of(new TopicReader(parts.clients()));
            }
            follow(reader.get());
        }
    }

    private void follow(TopicReader from) {
        Map<Integer, Long> ends = from.ends(topic);
        readTo.replaceAll((partition, known) -> ReplayTails.begun(known, ends.getOrDefault(partition, known)));
        from.read(topic, readTo, ends, record -> {
            parts.progress().run();
            Resolution.of(record)
                    .filter(resolution -> letters.contains(resolution.about()))
                    .ifPresent(resolution -> decided.putIfAbsent(resolution.about(), resolution));
            return true;
        });
        readTo.replaceAll((partition, known) -> ends.getOrDefault(partition, known));
    }

    /** Whether somebody else has decided about the dead letter, as far as was read. */
    boolean isDecided(PlannedEvent pick) {
        return pick.deadLetter()
                .map(place -> decided.get(new DeadLetterId(place).toString()))
                .filter(resolution -> !resolution.replay().equals(Optional.of(order.id())))
                .isPresent();
    }

    /** Records that the dead letters among these were redriven if they were handed over to the channel. */
    void record(ChannelReplay channel, List<PlannedEvent> picks) throws ExecutionException, InterruptedException {
        if (!order.isRedrive()) {
            return;
        }
        List<PlannedEvent> undecided = picks.stream()
                .filter(pick -> channel.isFed(pick.alert()) && !decided.containsKey(about(pick)))
                .toList();
        if (undecided.isEmpty()) {
            // Of a long list of which all is left out, each would make a writer for nothing.
            return;
        }
        try (TopicWriter writer = new TopicWriter(parts.clients())) {
            List<Future<?>> acks = new ArrayList<>();
            for (PlannedEvent pick : undecided) {
                Resolution redriven = Resolution.redriven(
                        about(pick), order.by(), parts.wall().instant(), "", order.id());
                decided.put(redriven.about(), redriven);
                acks.add(Resolutions.begin(writer, topic, pick.key(), redriven));
            }
            Resolutions.await(acks);
        }
    }

    private static String about(PlannedEvent pick) {
        return pick.deadLetter().map(DeadLetterId::new).orElseThrow().toString();
    }

    @Override
    public void close() {
        reader.ifPresent(TopicReader::close);
    }
}
