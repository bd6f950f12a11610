package io.alertrelay.repair;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alertrelay.record.Repairable;
import io.alertrelay.record.Resolution;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/**
 * Records that operators resolve, newest first and counted by what they have in common. They are added from the end of
 * their topic on, so a resolution comes before what it is about. Bounded: only the newest {@value #MOST} are kept. For
 * one thread.
 */
final class NewestRecords {
    static final int MOST = 10_000;

    private static final int MOST_GROUPS = 200;

    private final boolean resolvedToo;
    private final List<String> by;
    private final int most;
    private final TreeMap<SortKey, ObjectNode> byAge =
            new TreeMap<>(Comparator.comparing(SortKey::at).thenComparing(SortKey::id));
    private final Map<String, SortKey> copies = new HashMap<>();
    private final Map<String, Resolution> resolutions = new HashMap<>();
    private boolean more;

    /**
     * @param resolvedToo whether resolved records are kept, too
     * @param by the fields by which records are grouped
     */
    NewestRecords(boolean resolvedToo, List<String> by) {
        this(resolvedToo, by, MOST);
    }

    NewestRecords(boolean resolvedToo, List<String> by, int most) {
        this.resolvedToo = resolvedToo;
        this.by = by;
        this.most = most;
    }

    /** Adds a record when it is run; until then it takes no more memory than afterwards. */
    BooleanSupplier adding(Repairable<?> one) {
        ObjectNode summary = one.summary();
        String copyOf = one.copyOf();
        Instant at = one.at();
        return () -> add(summary, copyOf, at);
    }

    /**
     * Adds a record; newer ones, and resolutions of it, must be added before.
     *
     * @param one with its {@code id}
     * @param copyOf what it is a copy of: of several copies only the oldest counts; its id if there are none
     * @param at its time
     * @return whether older records may be among the newest
     */
    boolean add(ObjectNode one, String copyOf, Instant at) {
        String id = one.path("id").asText();
        Optional<Resolution> resolution = Optional.ofNullable(resolutions.remove(id));
        Optional.ofNullable(copies.get(copyOf)).ifPresent(this::remove);
        if (resolution.isPresent() && !resolvedToo) {
            return true;
        }
        resolution.ifPresent(made -> one.set("resolution", made.json()));
        SortKey place = new SortKey(at, id, copyOf);
        copies.put(copyOf, place);
        byAge.put(place, one);
        if (byAge.size() <= most) {
            return true;
        }
        more = true;
        SortKey oldest = byAge.firstKey();
        remove(oldest);
        return !oldest.equals(place);
    }

    /**
     * Adds a resolution; of several about the same record the oldest one counts. Returns whether older records may be
     * among the newest.
     */
    boolean resolved(Resolution resolution) {
        resolutions.put(resolution.about(), resolution);
        return true;
    }

    private void remove(SortKey place) {
        byAge.remove(place);
        copies.remove(place.copyOf());
    }

    /**
     * Writes the number of records of each group, some of the records, and the end.
     *
     * @param skip how many of the newest are skipped
     * @param limit how many are written at most
     * @param line receives one line; returns false when nobody reads any more
     */
    // Whether the client still reads does not matter after the last line.
    @SuppressWarnings("ReturnValueIgnored")
    void write(int skip, int limit, Predicate<ObjectNode> line) {
        Map<List<String>, Group> groups = new LinkedHashMap<>();
        byAge.descendingMap().forEach((place, one) -> {
            List<String> kind =
                    by.stream().map(field -> one.path(field).asText()).toList();
            groups.computeIfAbsent(kind, k -> new Group(place.at())).add(place.at());
        });
        boolean goOn = groups.entrySet().stream()
                .sorted(Comparator.comparing(group -> -group.getValue().count))
                .limit(MOST_GROUPS)
                .allMatch(group -> line.test(group.getValue().line(by, group.getKey())));
        goOn = goOn
                && byAge.descendingMap().values().stream()
                        .skip(skip)
                        .limit(limit)
                        .allMatch(one -> line.test(one.put("what", "record")));
        if (goOn) {
            line.test(line("end").put("found", byAge.size()).put("more", more).put("groups", groups.size()));
        }
    }

    private static ObjectNode line(String what) {
        return JsonNodeFactory.instance.objectNode().put("what", what);
    }

    private record SortKey(Instant at, String id, String copyOf) {}

    /** Records of one group. */
    private static final class Group {
        private final Instant newest;
        private Instant oldest;
        private int count;

        private Group(Instant newest) {
            this.newest = newest;
            this.oldest = newest;
        }

        /** Records are added from the newest on. */
        private void add(Instant at) {
            oldest = at;
            count++;
        }

        private ObjectNode line(List<String> by, List<String> kind) {
            ObjectNode node = NewestRecords.line("group")
                    .put("count", count)
                    .put("newest", newest.toString())
                    .put("oldest", oldest.toString());
            for (int i = 0; i < by.size(); i++) {
                node.put(by.get(i), kind.get(i));
            }
            return node;
        }
    }
}
