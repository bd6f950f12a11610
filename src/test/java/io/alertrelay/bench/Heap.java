package io.alertrelay.bench;

import io.alertrelay.record.Delivery;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * What is alive in the heap of another JVM after a full collection.
 *
 * @param bytes of all live objects
 * @param deliveries how many of them are deliveries: what the outboxes hold
 */
record Heap(long bytes, long deliveries) {
    private static final String DELIVERY = Delivery.class.getName();
    private static final int INSTANCES = 1;
    private static final int BYTES = 2;

    /** Collects and looks; {@code jcmd PID GC.class_histogram} does both. */
    static Heap of(long pid) throws IOException, InterruptedException {
        Process jcmd = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        String.valueOf(pid),
                        "GC.class_histogram")
                .redirectErrorStream(true)
                .start();
        String histogram = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (jcmd.waitFor() != 0) {
            throw new IOException("jcmd failed: " + histogram);
        }
        return read(histogram);
    }

    /**
     * Lines such as {@code "   7:   20000   1600000  io.alertrelay.record.Delivery"}, the last one with the totals.
     */
    static Heap read(String histogram) {
        long bytes = 0;
        long deliveries = 0;
        for (String line : histogram.lines().map(String::strip).toList()) {
            String[] words = line.split("\\s+");
            if (line.startsWith("Total ")) {
                bytes = Long.parseLong(words[BYTES]);
            } else if (line.endsWith(" " + DELIVERY)) {
                deliveries = Long.parseLong(words[INSTANCES]);
            }
        }
        return new Heap(bytes, deliveries);
    }

    double mebibytes() {
        return bytes / (double) (1 << 20);
    }
}
