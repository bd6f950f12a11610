package io.alertrelay.app;

import io.alertrelay.alert.Severity;
import io.alertrelay.status.Relays.Member;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The channels that are held for too long, and those that run and in which alerts wait for too long, as their relays
 * state. When a relay starts, joins or leaves, channels begin again on another one, and what is still wrong with one is
 * stated only after its time: until then one that is not stated may be stuck nevertheless. For one thread.
 */
final class StuckAnywhere {
    /**
     * Until a channel that begins again and does not work is held, or what waits in it has been too old for a while;
     * and, at the end, until its relay's statement is read.
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
    StuckAnywhere(Supplier<List<Member>> relays, Clock steady) {
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

    /** Why each is held, by channel. */
    Map<String, String> held() {
        Map<String, String> held = new TreeMap<>();
        members.forEach(member -> member.version().ifPresent(version -> held.putAll(version.held())));
        return held;
    }

    /** The highest severity that is late, by channel. */
    Map<String, Severity> late() {
        Map<String, Severity> late = new TreeMap<>();
        members.stream()
                .flatMap(member -> member.version().stream())
                .flatMap(version -> version.late().entrySet().stream())
                // Another version may have words that this one does not know.
                .forEach(one -> late.merge(
                        one.getKey(),
                        Severity.ofWord(one.getValue()).orElse(Severity.WARNING),
                        BinaryOperator.minBy(Comparator.naturalOrder())));
        return late;
    }

    /**
     * Whether all other channels are known not to be.
     *
     * @param statedAfter how long it takes until one that begins again is stated
     */
    boolean isComplete(Duration statedAfter) {
        return members.stream().allMatch(member -> member.version().isPresent())
                && !steady.instant().isBefore(since.plus(statedAfter).plus(MARGIN));
    }
}
