package io.alertrelay.status;

import io.alertrelay.alert.Severity;
import io.alertrelay.channels.Channel;
import io.alertrelay.channels.Channels;
import io.alertrelay.config.SelfAlertSettings;
import io.alertrelay.delivery.ChannelState;
import io.alertrelay.kafka.TopicFault;
import io.alertrelay.kafka.TopicFaults;
import io.alertrelay.kafka.TopicNames;
import io.alertrelay.pipeline.ConfigSnapshot;
import io.alertrelay.pipeline.Pipelines;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The channels of this relay that run, and in which an alert waits for longer than the configuration allows: it fails
 * while others get through, or more comes than the rate takes. What waited while the channel was held, paused or at
 * another relay is old from the first moment on, so a channel is late only after it has run for as long; or after it
 * was held again and again, and never for long enough to be reported, for that and as long. It stays late until the
 * oldest alert has been younger than half of that for a minute, or something else is the reason, which is reported by
 * itself. Thread-safe.
 */
public final class LateChannels {
    /**
     * A wall clock that leaps makes what waits old, and what waits in a channel that is not late is gone by then. And of
     * a channel that a reload changes, or that its group assigns again, nothing waits until it is read again.
     */
    private static final Duration LASTS = Duration.ofMinutes(1);
    /** What waits is looked through, and this is asked for at every turn. */
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

    private final Supplier<List<Seen>> channels;
    private final Supplier<Optional<SelfAlertSettings>> settings;
    private final Clock wall;
    private final Clock steady;
    private final Map<String, Watched> watched = new HashMap<>();
    private Optional<Instant> lookedAt = Optional.empty();
    private Map<String, String> last = Map.of();

    /**
     * A channel that this relay has.
     *
     * @param fault of its topic, if there is one
     * @param oldest when the webhook of the oldest of each severity was received
     */
    record Seen(String name, ChannelState state, Optional<TopicFault> fault, Map<Severity, Instant> oldest) {
        boolean runs(Instant stuckBefore) {
            boolean sends = state instanceof ChannelState.Running || state instanceof ChannelState.Slowed;
            return sends && fault.isEmpty() && !isReportedOtherwise(stuckBefore);
        }

        /** It is paused, or has not delivered for so long that it is reported as held. */
        boolean isReportedOtherwise(Instant stuckBefore) {
            return state instanceof ChannelState.Paused
                    || fault.map(TopicFault::since)
                            .or(state::faultSince)
                            .filter(stuckBefore::isAfter)
                            .isPresent();
        }

        /** The highest severity of which one was received before that. */
        Optional<Severity> mostSevere(Instant before) {
            return Arrays.stream(Severity.values())
                    .filter(severity -> Optional.ofNullable(oldest.get(severity))
                            .filter(before::isAfter)
                            .isPresent())
                    .findFirst();
        }
    }

    /**
     * What is known of a channel, by the steady clock.
     *
     * @param runsSince empty if it does not run
     * @param openSince empty if it is paused, or reported as held
     * @param oldSince since when an alert in it is too old
     * @param goneSince since when there is no such alert any more in a channel that is late, or no such channel
     * @param late the highest severity that was late since it is
     */
    private record Watched(
            Optional<Instant> runsSince,
            Optional<Instant> openSince,
            Optional<Instant> oldSince,
            Optional<Instant> goneSince,
            Optional<Severity> late) {
        static final Watched NEW =
                new Watched(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

        Watched gone(Instant now) {
            Optional<Instant> since = Optional.of(goneSince.orElse(now));
            return lasted(since, LASTS, now)
                    ? new Watched(runsSince, openSince, Optional.empty(), Optional.empty(), Optional.empty())
                    : new Watched(runsSince, openSince, oldSince, since, late);
        }

        Watched back() {
            return new Watched(runsSince, openSince, oldSince, Optional.empty(), late);
        }

        static boolean lasted(Optional<Instant> since, Duration time, Instant now) {
            return since.filter(from -> !from.plus(time).isAfter(now)).isPresent();
        }
    }

    /** @param alone whether no other relay can deliver to a channel that this one does not deliver to */
    public LateChannels(
            Channels channels,
            TopicFaults faults,
            TopicNames names,
            Supplier<ConfigSnapshot> current,
            boolean alone,
            Clock wall,
            Clock steady) {
        this(
                () -> channels.all().stream()
                        .filter(channel -> alone || channel.offsets().isAssigned())
                        .map(channel -> seen(channel, faults, names))
                        .toList(),
                () -> current.get().config().selfAlert(),
                wall,
                steady);
    }

    LateChannels(
            Supplier<List<Seen>> channels, Supplier<Optional<SelfAlertSettings>> settings, Clock wall, Clock steady) {
        this.channels = channels;
        this.settings = settings;
        this.wall = wall;
        this.steady = steady;
    }

    private static Seen seen(Channel channel, TopicFaults faults, TopicNames names) {
        String name = channel.settings().name();
        return new Seen(
                name,
                channel.outbox().status().state(),
                faults.of(names.channel(name)),
                // A report of this relay that waits must not be the reason for another one.
                channel.outbox().oldest(delivery -> !delivery.integration().equals(Pipelines.OWN)));
    }

    /** The highest severity that is late, as a word, by channel; it never falls before that channel is late no more. */
    public synchronized Map<String, String> severities() {
        Instant now = steady.instant();
        if (lookedAt.filter(at -> now.isBefore(at.plus(LOOK_EVERY))).isEmpty()) {
            lookedAt = Optional.of(now);
            last = settings.get().map(to -> look(to, now)).orElseGet(() -> {
                watched.clear();
                return Map.of();
            });
        }
        return last;
    }

    private Map<String, String> look(SelfAlertSettings to, Instant now) {
        Map<String, Seen> here = channels.get().stream().collect(Collectors.toMap(Seen::name, Function.identity()));
        watched.replaceAll((name, before) -> here.containsKey(name)
                ? before
                : new Watched(Optional.empty(), Optional.empty(), Optional.empty(), before.goneSince(), before.late())
                        .gone(now));
        watched.entrySet()
                .removeIf(entry -> !here.containsKey(entry.getKey())
                        && entry.getValue().late().isEmpty());
        here.forEach((name, seen) -> watched.put(name, after(watched.getOrDefault(name, Watched.NEW), seen, to, now)));
        Map<String, String> late = new TreeMap<>();
        watched.forEach((name, known) -> known.late().ifPresent(severity -> late.put(name, severity.word())));
        return Map.copyOf(late);
    }

    private Watched after(Watched before, Seen seen, SelfAlertSettings to, Instant now) {
        Instant stuckBefore = wall.instant().minus(to.heldAfter());
        Optional<Instant> runsSince =
                seen.runs(stuckBefore) ? Optional.of(before.runsSince().orElse(now)) : Optional.empty();
        if (seen.isReportedOtherwise(stuckBefore)) {
            return Watched.NEW;
        }
        Optional<Instant> openSince = Optional.of(before.openSince().orElse(now));
        Optional<Severity> tooOld = tooOld(seen, to, runsSince, openSince, now);
        if (before.late().isPresent()) {
            Severity sofar = before.late().get();
            Watched still = new Watched(
                    runsSince,
                    openSince,
                    before.oldSince(),
                    before.goneSince(),
                    Optional.of(seen.mostSevere(wall.instant().minus(to.lateAfter()))
                            .filter(one -> one.compareTo(sofar) < 0)
                            .orElse(sofar)));
            boolean young = seen.mostSevere(wall.instant().minus(to.lateAfter().dividedBy(2)))
                    .isEmpty();
            return young ? still.gone(now) : still.back();
        }
        Optional<Instant> oldSince =
                tooOld.isPresent() ? Optional.of(before.oldSince().orElse(now)) : Optional.empty();
        return new Watched(
                runsSince,
                openSince,
                oldSince,
                Optional.empty(),
                Watched.lasted(oldSince, LASTS, now) ? tooOld : Optional.empty());
    }

    /** The highest severity of which one is too old, if that can't be because the channel was held or paused. */
    private Optional<Severity> tooOld(
            Seen seen, SelfAlertSettings to, Optional<Instant> runsSince, Optional<Instant> openSince, Instant now) {
        if (Watched.lasted(runsSince, to.lateAfter(), now)) {
            return seen.mostSevere(wall.instant().minus(to.lateAfter()));
        }
        Duration bothTogether = to.heldAfter().plus(to.lateAfter());
        return Watched.lasted(openSince, bothTogether, now)
                ? seen.mostSevere(wall.instant().minus(bothTogether))
                : Optional.empty();
    }
}
