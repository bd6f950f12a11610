package io.alertrelay.intake;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntSupplier;

/**
 * The room for webhooks between the public port and Kafka's ack, so that a flood is rejected before it fills the
 * memory.
 *
 * <p>Half of it is divided equally among the integrations and reserved for each; the other half is shared, first come,
 * first served. So an integration has its share whatever the others do. If there are so many that a share is less than
 * one webhook, one of each is accepted as long as there is room at all.
 */
final class InFlightRoom {
    private final IntSupplier maxRequests;
    private final long maxBytes;
    private final long body;
    private final IntSupplier integrations;
    private final Map<String, Long> requestsOf = new HashMap<>();
    private final Map<String, Long> bytesOf = new HashMap<>();

    /**
     * @param maxRequests asked each time
     * @param body bytes that one webhook may take
     * @param integrations how many share the room; asked each time
     */
    InFlightRoom(IntSupplier maxRequests, long maxBytes, long body, IntSupplier integrations) {
        this.maxRequests = maxRequests;
        this.maxBytes = maxBytes;
        this.body = body;
        this.integrations = integrations;
    }

    /** The room that one webhook takes. */
    final class Seat {
        private final String integration;
        private long bytes;
        private boolean left;

        private Seat(String integration) {
            this.integration = integration;
        }

        /** Takes room for that many bytes more, if there is. */
        boolean grow(long size) {
            synchronized (InFlightRoom.this) {
                if (left || !fits(bytesOf, integration, size, body, maxBytes)) {
                    return false;
                }
                bytesOf.merge(integration, size, Long::sum);
                bytes += size;
                return true;
            }
        }

        /** Gives everything back; a second time does nothing. */
        void leave() {
            synchronized (InFlightRoom.this) {
                if (!left) {
                    left = true;
                    give(bytesOf, integration, bytes);
                    give(requestsOf, integration, 1);
                }
            }
        }
    }

    /** Room for one more webhook of the integration, if there is any. */
    synchronized Optional<Seat> enter(String integration) {
        if (!fits(requestsOf, integration, 1, 1, maxRequests.getAsInt())) {
            return Optional.empty();
        }
        requestsOf.merge(integration, 1L, Long::sum);
        return Optional.of(new Seat(integration));
    }

    synchronized int requests() {
        return (int) sum(requestsOf);
    }

    synchronized long bytes() {
        return sum(bytesOf);
    }

    /** @param one what an integration may have in any case, if there is room at all */
    private boolean fits(Map<String, Long> taken, String integration, long more, long one, long room) {
        long part = room / 2 / Math.max(1, integrations.getAsInt());
        long after = taken.getOrDefault(integration, 0L) + more;
        if (sum(taken) + more > room) {
            return false;
        }
        if (after <= Math.max(one, part)) {
            return true;
        }
        long beyondParts = after - part;
        for (Map.Entry<String, Long> other : taken.entrySet()) {
            if (!other.getKey().equals(integration)) {
                beyondParts += Math.max(0, other.getValue() - part);
            }
        }
        return beyondParts <= room - part * Math.max(1, integrations.getAsInt());
    }

    private static void give(Map<String, Long> taken, String integration, long back) {
        taken.computeIfPresent(integration, (name, now) -> now == back ? null : now - back);
    }

    private static long sum(Map<String, Long> taken) {
        long sum = 0;
        for (long one : taken.values()) {
            sum += one;
        }
        return sum;
    }
}
