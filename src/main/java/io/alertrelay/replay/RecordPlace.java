package io.alertrelay.replay;

/** Where a record stands in its topic. */
public record RecordPlace(int partition, long offset) implements Comparable<RecordPlace> {
    /**
     * From {@code partition:offset}, as {@code 0:1042}.
     *
     * @throws IllegalArgumentException if it is not of that form
     */
    public static RecordPlace of(String text) {
        if (!text.matches("\\d{1,9}:\\d{1,18}")) {
            throw new IllegalArgumentException("found \"" + text + "\", expected partition:offset, such as 0:1042");
        }
        int colon = text.indexOf(':');
        return new RecordPlace(Integer.parseInt(text.substring(0, colon)), Long.parseLong(text.substring(colon + 1)));
    }

    @Override
    public int compareTo(RecordPlace other) {
        return partition != other.partition
                ? Integer.compare(partition, other.partition)
                : Long.compare(offset, other.offset);
    }

    @Override
    public String toString() {
        return partition + ":" + offset;
    }
}
