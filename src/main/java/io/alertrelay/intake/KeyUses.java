package io.alertrelay.intake;

import io.alertrelay.config.KnownKey;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** When each key was last used, as far as known, and whether it is still valid. Thread-safe. */
public final class KeyUses {
    private final InstantSource clock;
    private final InstantSource ages;
    private final Map<String, Instant> last = new ConcurrentHashMap<>();

    /**
     * @param clock for people
     * @param ages for the expiry of keys: a wall clock that jumps forward must not lock a sender out
     */
    public KeyUses(InstantSource clock, InstantSource ages) {
        this.clock = clock;
        this.ages = ages;
    }

    boolean isExpired(KnownKey key) {
        return key.notAfter().filter(end -> end.isBefore(ages.instant())).isPresent();
    }

    void used(KnownKey key) {
        last.put(key.shortHash(), clock.instant());
    }

    /** Another relay, or this one before a restart, reported that the key with this short hash was used then. */
    public void usedElsewhere(String shortHash, Instant at) {
        last.merge(shortHash, at, (before, now) -> now.isAfter(before) ? now : before);
    }

    /** When something was last posted with it; empty if that is not known. */
    public Optional<Instant> last(KnownKey key) {
        return Optional.ofNullable(last.get(key.shortHash()));
    }
}
