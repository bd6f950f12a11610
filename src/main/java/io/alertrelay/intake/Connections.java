package io.alertrelay.intake;

import io.alertrelay.config.ConnectionLimits;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * All connections to the public port. At the limit, one is closed to make room for a new one: the oldest without a
 * known key; if there is none, the one with a known key that has idled longest. A connection with a webhook in progress
 * is never closed for another. So nobody without a key can keep a sender out, and an address has to make room among its
 * own connections first.
 */
final class Connections {
    private final ConnectionLimits settings;
    private final IntakeServerWatcher watcher;
    private final Shortage total;
    private final Shortage oneAddress;
    private final Set<Connection> unknown = new LinkedHashSet<>();
    private final Set<Connection> idle = new LinkedHashSet<>();
    private final Map<String, Peer> peers = new HashMap<>();
    private int open;
    private int capacity;
    private volatile boolean stopping;

    /** The connections of one address. */
    private static final class Peer {
        private final Set<Connection> unknown = new LinkedHashSet<>();
        private final Set<Connection> idle = new LinkedHashSet<>();
        private int open;
    }

    Connections(ConnectionLimits settings, IntakeServerWatcher watcher, Shortage total, Shortage oneAddress) {
        this.settings = settings;
        this.watcher = watcher;
        this.total = total;
        this.oneAddress = oneAddress;
        this.capacity = settings.max();
    }

    /** Adds a connection, if there is room or room can be made. It counts in any case until {@link #gone}. */
    synchronized boolean admit(Connection connection) {
        Peer peer = peers.computeIfAbsent(connection.origin().holder(), holder -> new Peer());
        open++;
        peer.open++;
        boolean room = true;
        if (peer.open > perAddress()
                && !settings.trustedProxies().contains(connection.origin().address())) {
            oneAddress.reached();
            room = evict(peer.unknown, peer.idle);
        } else if (open > capacity) {
            total.reached();
            room = evict(unknown, idle);
        }
        unknown.add(connection);
        peer.unknown.add(connection);
        if (!room) {
            watcher.closed(IntakeServerWatcher.Closed.REFUSED);
        }
        return room;
    }

    /** It has a webhook with a known key in progress. */
    synchronized void busy(Connection connection) {
        forget(connection);
    }

    /** It has a known key and no webhook in progress. */
    synchronized void idle(Connection connection) {
        forget(connection);
        peer(connection).ifPresent(peer -> {
            idle.add(connection);
            peer.idle.add(connection);
        });
    }

    /** It is about to be closed, so it is the first to be closed if there is no room. */
    synchronized void closing(Connection connection) {
        forget(connection);
        peer(connection).ifPresent(peer -> {
            unknown.add(connection);
            peer.unknown.add(connection);
        });
    }

    /** It is closed. */
    synchronized void gone(Connection connection) {
        forget(connection);
        peer(connection).ifPresent(peer -> {
            open--;
            peer.open--;
            if (peer.open == 0) {
                peers.remove(connection.origin().holder());
            }
        });
    }

    /** Why it is being closed; counted. */
    void closed(IntakeServerWatcher.Closed why) {
        watcher.closed(why);
    }

    /** Sets the limit; connections beyond it are closed unless they have a webhook in progress. */
    synchronized void capacity(int most) {
        capacity = most;
        int beyond = open - capacity;
        if (beyond > 0) {
            total.reached();
        }
        while (beyond-- > 0 && evict(unknown, idle)) {
            // One after the other.
        }
    }

    /** The server closes: senders are no longer waited for. */
    void stop() {
        stopping = true;
    }

    boolean isStopping() {
        return stopping;
    }

    /** How many there may be. */
    synchronized int capacity() {
        return capacity;
    }

    /** How many there are. */
    synchronized int open() {
        return open;
    }

    private int perAddress() {
        return Math.min(capacity, settings.maxPerAddress().orElse(Math.max(1, capacity * 3 / 4)));
    }

    private boolean evict(Set<Connection> first, Set<Connection> then) {
        Iterator<Connection> oldest = (first.isEmpty() ? then : first).iterator();
        if (!oldest.hasNext()) {
            return false;
        }
        Connection victim = oldest.next();
        forget(victim);
        watcher.closed(IntakeServerWatcher.Closed.EVICTED);
        victim.closeNow();
        return true;
    }

    private void forget(Connection connection) {
        unknown.remove(connection);
        idle.remove(connection);
        peer(connection).ifPresent(peer -> {
            peer.unknown.remove(connection);
            peer.idle.remove(connection);
        });
    }

    private Optional<Peer> peer(Connection connection) {
        return Optional.ofNullable(peers.get(connection.origin().holder()));
    }
}
