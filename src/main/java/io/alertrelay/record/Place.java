package io.alertrelay.record;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The place of a record in its topic, written {@code 0:1042}. Ordered as the records of a partition; those of a lower
 * partition come first.
 *
 * @param offset -1 if it never was in the topic
 */
public record Place(int partition, long offset) implements Comparable<Place> {
    private static final Pattern FORM = Pattern.compile("(\\d{1,9}):(-1|\\d{1,18})");
    private static final Comparator<Place> ORDER =
            Comparator.comparingInt(Place::partition).thenComparingLong(Place::offset);

    /** From {@code partition:offset}; empty if it is not of that form. */
    public static Optional<Place> parse(String text) {
        Matcher m = FORM.matcher(text);
        return m.matches()
                ? Optional.of(new Place(Integer.parseInt(m.group(1)), Long.parseLong(m.group(2))))
                : Optional.empty();
    }

    @Override
    public int compareTo(Place other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return partition + ":" + offset;
    }
}
