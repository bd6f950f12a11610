package io.alertrelay.intake;

/** Counts the webhooks between door and ack, so that a flood is turned away before it fills the memory. */
final class InFlight {
    private final int maxRequests;
    private final long maxBytes;
    private int requests;
    private long bytes;

    InFlight(int maxRequests, long maxBytes) {
        this.maxRequests = maxRequests;
        this.maxBytes = maxBytes;
    }

    /** Lets one more in, if there is room for it. */
    synchronized boolean enter() {
        if (requests >= maxRequests) {
            return false;
        }
        requests++;
        return true;
    }

    /** Takes room for that many bytes more, if there is. */
    synchronized boolean grow(long size) {
        if (bytes + size > maxBytes) {
            return false;
        }
        bytes += size;
        return true;
    }

    /** One that was let in is gone, with all the bytes that it took. */
    synchronized void leave(long size) {
        requests--;
        bytes -= size;
    }

    synchronized int requests() {
        return requests;
    }
}
