package io.alertrelay.repair;

import io.alertrelay.record.Place;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which records of a topic are resolved: one bit for each offset, 125 KB for a million records however many resolutions
 * there are. For one thread.
 */
final class ResolvedPlaces {
    /** The place of a record, as its name contains it. */
    private static final Pattern NAME = Pattern.compile("(?:dl-|q)(\\d{1,9})-(\\d{1,18})(?:-.*)?");
    /** So many offsets have their bits together: a single one far away takes 8 KB. */
    private static final int TOGETHER = 1 << 16;

    private final Map<Place, BitSet> bits = new HashMap<>();

    /** The place of the record with that name; empty if it is no such name. */
    static Optional<Place> of(String name) {
        Matcher place = NAME.matcher(name);
        return place.matches()
                ? Optional.of(new Place(Integer.parseInt(place.group(1)), Long.parseLong(place.group(2))))
                : Optional.empty();
    }

    /**
     * A record is resolved.
     *
     * @param name of it
     * @param by the place of the resolution; one that is not after what it names was not written by a relay, and might
     *     name any offset
     */
    void add(String name, Place by) {
        of(name).filter(place -> place.partition() == by.partition() && place.offset() < by.offset())
                .ifPresent(place ->
                        bits.computeIfAbsent(chunk(place), c -> new BitSet()).set((int) (place.offset() % TOGETHER)));
    }

    boolean has(Place place) {
        BitSet chunk = bits.get(chunk(place));
        return chunk != null && chunk.get((int) (place.offset() % TOGETHER));
    }

    private static Place chunk(Place place) {
        return new Place(place.partition(), place.offset() / TOGETHER);
    }
}
