package io.alertrelay.kafka.embedded;

/** Sizes for people. */
final class Bytes {
    private static final String[] UNITS = {"KiB", "MiB", "GiB", "TiB"};

    private Bytes() {}

    /** In the largest unit of which there are at least two, rounded down. */
    static String of(long bytes) {
        long value = bytes;
        String unit = "bytes";
        for (String larger : UNITS) {
            if (value < 2048) {
                break;
            }
            value /= 1024;
            unit = larger;
        }
        return value + " " + unit;
    }
}
