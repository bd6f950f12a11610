package io.alertrelay.intake;

import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * All connections at the door, and which one makes room for a new one when there are as many as there may be: one
 * without a known key, the oldest first; if there is none, one with a known key that waits for its next webhook, the
 * longest waiting first. One with a webhook under way is never closed for another. So without a key nobody keeps a
 * sender out, and an address has to make room among its own connections first.
 */
final class Connections {
    private final ConnectionSettings settings;
    private final IntakeServerWatcher watcher;
    private final Shortage total;
    private final Shortage oneAddress;
    private final Set<Connection> unknown = new LinkedHashSet<>();
    private final Set<Connection> idle = new LinkedHashSet<>();
    private final Map<String, Peer> peers = new HashMap<>();
    private int open;
    private int capacity;
    private volatile boolean stopping;

    /** What one address has. */
    private static final class Peer {
        private final Set<Connection> unknown = new LinkedHashSet<>();
        private final Set<Connection> idle = new LinkedHashSet<>();
        private int open;
    }

    Connections(ConnectionSettings settings, IntakeServerWatcher watcher, Shortage total, Shortage oneAddress) {
        this.settings = settings;
        this.watcher = watcher;
        this.total = total;
        this.oneAddress = oneAddress;
        this.capacity = settings.max();
    }

    /** Takes a new one in, if there is room or can be made. It counts in any case, until it is {@link #gone}. */
    synchronized boolean admit(Connection connection) {
        Peer peer = peers.computeIfAbsent(connection.origin().holder(), holder -> new Peer());
        open++;
        peer.open++;
        boolean room = true;
        if (peer.open > perAddress()
                && !settings.trustedProxy().test(connection.origin().address())) {
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

    /** It has a webhook with a known key under way. */
    synchronized void busy(Connection connection) {
        forget(connection);
    }

    /** It has a known key, and no webhook under way. */
    synchronized void idle(Connection connection) {
        forget(connection);
        peer(connection).ifPresent(peer -> {
            idle.add(connection);
            peer.idle.add(connection);
        });
    }

    /** It is about to be closed, and the first to go if there is no room. */
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

    /** Why one is being closed, to be counted. */
    void closed(IntakeServerWatcher.Closed why) {
        watcher.closed(why);
    }

    /** From now on there may be that many; whatever is beyond goes, unless it has a webhook under way. */
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

    /** The door closes: no sender is waited for any more. */
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
