package io.alertrelay.record;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The indexes of one or more alerts of a webhook, written as {@code 100-4999,5003}. Takes no more memory than that.
 * Immutable.
 */
public final class AlertIndexes {
    /** The alerts of the largest body that can be configured are fewer. */
    private static final int LIMIT = 1 << 23;

    private static final Pattern PART = Pattern.compile("(\\d{1,7})(?:-(\\d{1,7}))?");

    /** Of each unbroken range the first and the last index, ascending. */
    private final int[] ranges;

    private AlertIndexes(int... ranges) {
        this.ranges = ranges;
    }

    private AlertIndexes(BitSet indexes) {
        this(IntStream.iterate(
                        indexes.nextSetBit(0),
                        from -> from >= 0,
                        from -> indexes.nextSetBit(indexes.nextClearBit(from)))
                .flatMap(from -> IntStream.of(from, indexes.nextClearBit(from) - 1))
                .toArray());
    }

    /** A single one. */
    public static AlertIndexes of(int index) {
        return new AlertIndexes(index, index);
    }

    /** At least one. */
    public static AlertIndexes of(IntStream indexes) {
        return new AlertIndexes(indexes.collect(BitSet::new, BitSet::set, BitSet::or));
    }

    /** Reads them; empty if the text is none of a relay's. */
    static Optional<AlertIndexes> parse(String text) {
        BitSet indexes = new BitSet();
        for (String part : text.split(",", -1)) {
            Matcher range = PART.matcher(part);
            if (!range.matches()) {
                return Optional.empty();
            }
            int from = Integer.parseInt(range.group(1));
            int to = range.group(2) == null ? from : Integer.parseInt(range.group(2));
            if (from > to || to >= LIMIT) {
                return Optional.empty();
            }
            indexes.set(from, to + 1);
        }
        return Optional.of(new AlertIndexes(indexes));
    }

    /** These and the others. */
    public AlertIndexes and(AlertIndexes others) {
        BitSet all = new BitSet();
        addTo(all);
        others.addTo(all);
        return new AlertIndexes(all);
    }

    private void addTo(BitSet indexes) {
        for (int i = 0; i < ranges.length; i += 2) {
            indexes.set(ranges[i], ranges[i + 1] + 1);
        }
    }

    /** Whether the index is one of them. */
    public boolean has(int index) {
        int at = Arrays.binarySearch(ranges, index);
        // Between the first and the last of a range.
        return at >= 0 || (-at - 1) % 2 == 1;
    }

    /** The lowest one. */
    public int first() {
        return ranges[0];
    }

    /** How many there are. */
    public int count() {
        return parts().map(i -> ranges[i + 1] - ranges[i] + 1).sum();
    }

    /** All of them, ascending. */
    public IntStream stream() {
        return parts().flatMap(i -> IntStream.rangeClosed(ranges[i], ranges[i + 1]));
    }

    private IntStream parts() {
        return IntStream.range(0, ranges.length / 2).map(i -> 2 * i);
    }

    @Override
    public String toString() {
        return parts().mapToObj(i -> ranges[i] == ranges[i + 1] ? "" + ranges[i] : ranges[i] + "-" + ranges[i + 1])
                .collect(Collectors.joining(","));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AlertIndexes same && Arrays.equals(same.ranges, ranges);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(ranges);
    }
}
