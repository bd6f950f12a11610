package io.alertrelay.status;

import io.alertrelay.record.HeaderNames;
import io.alertrelay.record.Quarantined;
import io.alertrelay.record.StoredRecord;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The unresolved dead letters or records in quarantine, as listed by the command. Bounded: of more than {@value #MOST}
 * the newest count. Thread-safe.
 */
final class UnresolvedRecords {
    static final int MOST = 50_000;

    private final Function<StoredRecord, String> id;
    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final Map<String, Long> counts = new HashMap<>();
    /** An alert that was set aside may have a second copy, where routing was interrupted. */
    private final Map<String, String> copies = new HashMap<>();

    /** @param id by which resolutions name a record */
    UnresolvedRecords(Function<StoredRecord, String> id) {
        this.id = id;
    }

    /**
     * Adds the next record of the topic, in the order of its partition.
     *
     * @param name its channel or integration
     */
    synchronized void add(StoredRecord record, String name) {
        Optional<String> about = record.header(HeaderNames.ABOUT);
        if (about.isPresent()) {
            remove(about.get());
            return;
        }
        String own = id.apply(record);
        Optional<String> copy = Quarantined.copyOf(record);
        if (copy.isPresent() && copies.putIfAbsent(copy.get(), own) != null) {
            return;
        }
        entries.put(own, new Entry(name, record.partition(), record.offset(), copy));
        counts.merge(name, 1L, Long::sum);
        if (entries.size() > MOST) {
            remove(entries.keySet().iterator().next());
        }
    }

    /** Records before these offsets, by partition, were deleted for their age. */
    synchronized void begins(Map<Integer, Long> starts) {
        entries.entrySet().stream()
                .filter(entry -> entry.getValue().offset()
                        < starts.getOrDefault(entry.getValue().partition(), 0L))
                .map(Map.Entry::getKey)
                .toList()
                .forEach(this::remove);
    }

    /** How many have that name. */
    synchronized long of(String name) {
        return counts.getOrDefault(name, 0L);
    }

    /** How many there are of all names. */
    synchronized long all() {
        return entries.size();
    }

    synchronized void clear() {
        entries.clear();
        counts.clear();
        copies.clear();
    }

    private void remove(String known) {
        Entry gone = entries.remove(known);
        if (gone != null) {
            counts.computeIfPresent(gone.name(), (name, n) -> n == 1 ? null : n - 1);
            gone.copy().ifPresent(copies::remove);
        }
    }

    private record Entry(String name, int partition, long offset, Optional<String> copy) {}
}
