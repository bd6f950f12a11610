package io.alertrelay.arms;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Limits how much of the common labels and annotations of a body each alert gets. Each event repeats them, in every
 * channel: a body of 1 MiB with many small alerts and long common labels would become gigabytes. So the common part,
 * counted once for each alert, is cut when it exceeds that of any real body: the most important labels are kept first,
 * then the others by name, as far as there is room. No alert is refused for it.
 *
 * @param entries labels and annotations that each alert may get
 * @param characters of them
 */
record CommonFieldsLimit(long entries, long characters) {

    /** Labels and annotations in common, counted once for every alert. */
    static final long MAX_ENTRIES = 1_000_000;

    /** Characters in common, counted once for every alert. */
    static final long MAX_CHARACTERS = 8L << 20;

    static CommonFieldsLimit toEachOf(int alerts) {
        return new CommonFieldsLimit(MAX_ENTRIES / Math.max(1, alerts), MAX_CHARACTERS / Math.max(1, alerts));
    }

    /** The part of the body's common fields that each alert gets. */
    CommonFields of(CommonFields all) {
        Room room = new Room(entries, characters);
        Map<String, String> labels = room.cut(all.labels());
        Map<String, String> annotations = room.cut(all.annotations());
        Map<String, String> groupLabels = room.cut(all.groupLabels());
        return new CommonFields(
                groupLabels, labels, annotations, room.cut(all.externalUrl()), room.cut(all.receiver()));
    }

    private static final class Room {
        private long entries;
        private long characters;

        private Room(long entries, long characters) {
            this.entries = entries;
            this.characters = characters;
        }

        private Map<String, String> cut(Map<String, String> all) {
            if (fitsWhole(all)) {
                return all;
            }
            Map<String, String> cut = new TreeMap<>();
            Stream.of("alertname", SeverityWords.LABEL, "message", "summary", "description")
                    .filter(all::containsKey)
                    .filter(name ->
                            fits(name.length() + all.getOrDefault(name, "").length()))
                    .forEach(name -> cut.put(name, all.get(name)));
            all.forEach((name, value) -> {
                if (!cut.containsKey(name) && fits(name.length() + value.length())) {
                    cut.put(name, value);
                }
            });
            return cut;
        }

        /** That of nearly all bodies. */
        private boolean fitsWhole(Map<String, String> all) {
            long length = 0;
            for (Map.Entry<String, String> entry : all.entrySet()) {
                length += entry.getKey().length() + entry.getValue().length();
            }
            if (entries < all.size() || characters < length) {
                return false;
            }
            entries -= all.size();
            characters -= length;
            return true;
        }

        private Optional<String> cut(Optional<String> text) {
            return text.filter(t -> fits(t.length()));
        }

        private boolean fits(long length) {
            if (entries < 1 || characters < length) {
                return false;
            }
            entries--;
            characters -= length;
            return true;
        }
    }
}
