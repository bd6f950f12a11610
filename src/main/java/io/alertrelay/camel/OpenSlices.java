package io.alertrelay.camel;

import java.util.concurrent.atomic.AtomicInteger;

/** How many slices of a webhook are not stored yet. One thread makes the slices, another one stores them. */
final class OpenSlices {
    /** One more while there will be further ones. */
    private final AtomicInteger open = new AtomicInteger(1);

    /** A slice was made, which is to be stored. */
    void made() {
        open.incrementAndGet();
    }

    /** There will be no further slices, or a slice is stored; returns whether that was the last that was missing. */
    boolean done() {
        return open.decrementAndGet() == 0;
    }
}
