package io.alertrelay.app;

import io.alertrelay.status.Relays.Member;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The channels that are held for too long, as their relays state. When a relay starts, joins or leaves, channels begin
 * anew on another one, and a channel that is still held is stated only after its time: until then one that is not
 * stated may be held nevertheless. For one thread.
 */
final class HeldAnywhere {
    /**
     * Until a channel that begins anew and does not work is held, and, at the end, until its relay's statement is read.
     */
    private static final Duration MARGIN = Duration.ofMinutes(1);

    private final Supplier<List<Member>> relays;
    private final Clock steady;
    private List<Member> members = List.of();
    private Set<String> names = Set.of();
    private Instant since = Instant.MIN;

    /**
     * @param relays those that share the work, now
     * @param steady a monotonic clock
     */
    HeldAnywhere(Supplier<List<Member>> relays, Clock steady) {
        this.relays = relays;
        this.steady = steady;
    }

    /** Looks at what the relays state; to be called every few seconds. */
    void look() {
        members = relays.get();
        Set<String> now = members.stream().map(Member::relay).collect(Collectors.toSet());
        if (!now.equals(names)) {
            names = now;
            since = steady.instant();
        }
    }

    /** The causes, by channel. */
    Map<String, String> causes() {
        Map<String, String> held = new TreeMap<>();
        members.forEach(member -> member.version().ifPresent(version -> held.putAll(version.held())));
        return held;
    }

    /**
     * Whether all other channels are known not to be held for that long.
     *
     * @param heldAfter what counts as too long
     */
    boolean isComplete(Duration heldAfter) {
        return members.stream().allMatch(member -> member.version().isPresent())
                && !steady.instant().isBefore(since.plus(heldAfter).plus(MARGIN));
    }
}
