package io.alertrelay.replay;

import io.alertrelay.kafka.TopicReader;
import io.alertrelay.record.Place;
import io.alertrelay.record.StoredRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Reads single records of a topic. */
final class SingleRecords {
    /** Wanted records that are no further apart than this, in offsets, are read together. */
    private static final long NEAR = 1_000;

    private SingleRecords() {}

    /** Passes on those that are there, one at a time: hundreds of webhooks of a mebibyte are too many to hold. */
    static void read(TopicReader reader, String topic, Set<Place> places, Consumer<StoredRecord> each) {
        Map<Integer, List<Long>> wanted = new TreeMap<>();
        places.stream()
                .sorted()
                .forEach(place -> wanted.computeIfAbsent(place.partition(), p -> new ArrayList<>())
                        .add(place.offset()));
        Map<Integer, Long> starts = wanted.isEmpty() ? Map.of() : reader.starts(topic);
        Map<Integer, Long> ends = wanted.isEmpty() ? Map.of() : reader.ends(topic);
        wanted.forEach((partition, offsets) -> {
            offsets.removeIf(offset -> offset < starts.getOrDefault(partition, Long.MAX_VALUE)
                    || offset >= ends.getOrDefault(partition, 0L));
            int begin = 0;
            for (int i = 1; i <= offsets.size(); i++) {
                if (i == offsets.size() || offsets.get(i) - offsets.get(i - 1) > NEAR) {
                    reader.read(
                            topic,
                            Map.of(partition, offsets.get(begin)),
                            Map.of(partition, offsets.get(i - 1) + 1),
                            record -> {
                                if (places.contains(record.place())) {
                                    each.accept(record);
                                }
                                return true;
                            });
                    begin = i;
                }
            }
        });
    }
}
