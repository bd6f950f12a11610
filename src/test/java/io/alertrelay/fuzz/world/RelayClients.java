package io.alertrelay.fuzz.world;

import io.alertrelay.testing.RelayClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The relays that are ready now, for senders to wait for. */
public final class RelayClients {
    private final List<RelayClient> open = new ArrayList<>();

    synchronized void opened(RelayClient relay) {
        open.add(relay);
        notifyAll();
    }

    synchronized void closed(RelayClient relay) {
        open.remove(relay);
    }

    /** How many. */
    public synchronized int count() {
        return open.size();
    }

    /**
     * Waits until there is one.
     *
     * @param preference spreads the senders over several
     * @return empty if none opens within that time
     */
    public synchronized Optional<RelayClient> any(int preference, long atMostMillis) throws InterruptedException {
        long end = System.currentTimeMillis() + atMostMillis;
        while (open.isEmpty()) {
            long left = end - System.currentTimeMillis();
            if (left <= 0) {
                return Optional.empty();
            }
            wait(left);
        }
        return Optional.of(open.get(preference % open.size()));
    }
}
