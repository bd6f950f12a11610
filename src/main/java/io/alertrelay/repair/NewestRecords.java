package io.alertrelay.repair;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alertrelay.record.Place;
import io.alertrelay.record.Resolution;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Records that operators resolve, newest first and counted by what they have in common. They are added from the end of
 * their topic on. Bounded: only the newest are kept, older ones are counted. For one thread.
 */
final class NewestRecords {
    static final int MOST = 10_000;

    private static final int MOST_GROUPS = 200;

    private final List<String> by;
    private final int most;
    private final TreeMap<SortKey, ObjectNode> byAge =
            new TreeMap<>(Comparator.comparing(SortKey::at).thenComparing(SortKey::place));
    private final Map<String, SortKey> copies = new HashMap<>();
    private long older;

    /** @param by the fields by which records are grouped */
    NewestRecords(List<String> by) {
        this(by, MOST);
    }

    NewestRecords(List<String> by, int most) {
        this.by = by;
        this.most = most;
    }

    /**
     * Adds a record; newer ones must be added before.
     *
     * @param hidden whether it is resolved, and resolved ones are not wanted: then its copies are not, either
     * @return whether older records may be among the newest
     */
    boolean add(Brief one, boolean hidden) {
        Optional.ofNullable(copies.get(one.copyOf())).ifPresent(this::remove);
        if (hidden) {
            return true;
        }
        SortKey place = new SortKey(one.at(), one.place(), one.copyOf());
        copies.put(one.copyOf(), place);
        byAge.put(place, one.summary());
        if (byAge.size() <= most) {
            return true;
        }
        older++;
        SortKey oldest = byAge.firstKey();
        remove(oldest);
        return !oldest.equals(place);
    }

    /** Adds the resolutions of those that are kept, by the id of the record. */
    void resolved(Map<String, Resolution> resolutions) {
        byAge.values()
                .forEach(one -> Optional.ofNullable(resolutions.get(id(one)))
                        .ifPresent(made -> one.set("resolution", made.json())));
    }

    /** The places of those that are kept, by their ids. */
    Map<String, Place> places() {
        Map<String, Place> places = new HashMap<>();
        byAge.forEach((key, one) -> places.put(id(one), key.place()));
        return places;
    }

    private static String id(ObjectNode one) {
        return one.path("id").asText();
    }

    /** Those that are kept, the oldest first. */
    List<ObjectNode> summaries() {
        return List.copyOf(byAge.values());
    }

    /** How many older ones were added; a second copy of an alert that is among them counts, too. */
    long older() {
        return older;
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
            line.test(line("end")
                    .put("found", byAge.size())
                    .put("more", older > 0)
                    .put("groups", groups.size()));
        }
    }

    private static ObjectNode line(String what) {
        return JsonNodeFactory.instance.objectNode().put("what", what);
    }

    private record SortKey(Instant at, Place place, String copyOf) {}

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
