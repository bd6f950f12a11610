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
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
     * @param turnsSince since when it is the other way about: too old if it is not late, else young again, or not here
     * @param late the highest severity that was late since it is
     */
    private record Watched(
            Optional<Instant> runsSince,
            Optional<Instant> openSince,
            Optional<Instant> turnsSince,
            Optional<Severity> late) {
        static final Watched NEW = new Watched(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
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
        here.keySet().forEach(name -> watched.putIfAbsent(name, Watched.NEW));
        watched.replaceAll((name, before) -> after(before, Optional.ofNullable(here.get(name)), to, now));
        watched.entrySet()
                .removeIf(one ->
                        !here.containsKey(one.getKey()) && one.getValue().late().isEmpty());
        Map<String, String> late = new TreeMap<>();
        watched.forEach((name, known) -> known.late().ifPresent(severity -> late.put(name, severity.word())));
        return Map.copyOf(late);
    }

    /** @param seen empty if this relay does not have the channel any more, perhaps for a moment */
    private Watched after(Watched before, Optional<Seen> seen, SelfAlertSettings to, Instant now) {
        Instant wallNow = wall.instant();
        Instant stuckBefore = wallNow.minus(to.heldAfter());
        if (seen.filter(one -> one.isReportedOtherwise(stuckBefore)).isPresent()) {
            return Watched.NEW;
        }
        Optional<Instant> runsSince = seen.filter(one -> one.runs(stuckBefore))
                .map(one -> before.runsSince().orElse(now));
        Optional<Instant> openSince = seen.map(one -> before.openSince().orElse(now));
        Optional<Severity> tooOld = seen.flatMap(one -> one.mostSevere(wallNow.minus(to.lateAfter())));
        if (before.late().isPresent()) {
            boolean young = seen.flatMap(
                            one -> one.mostSevere(wallNow.minus(to.lateAfter().dividedBy(2))))
                    .isEmpty();
            return turning(before, runsSince, openSince, young, Optional.empty(), worse(before.late(), tooOld), now);
        }
        Duration bothTogether = to.heldAfter().plus(to.lateAfter());
        // What is so old can't be so because the channel was held or paused.
        Optional<Severity> due = lasted(runsSince, to.lateAfter(), now)
                ? tooOld
                : lasted(openSince, bothTogether, now)
                        ? seen.flatMap(one -> one.mostSevere(wallNow.minus(bothTogether)))
                        : Optional.empty();
        return turning(before, runsSince, openSince, due.isPresent(), due, Optional.empty(), now);
    }

    /**
     * @param turns whether it is the other way about now
     * @param turned what is late if that has lasted
     * @param still what is late if it has not
     */
    private static Watched turning(
            Watched before,
            Optional<Instant> runsSince,
            Optional<Instant> openSince,
            boolean turns,
            Optional<Severity> turned,
            Optional<Severity> still,
            Instant now) {
        Optional<Instant> since = turns ? Optional.of(before.turnsSince().orElse(now)) : Optional.empty();
        return lasted(since, LASTS, now)
                ? new Watched(runsSince, openSince, Optional.empty(), turned)
                : new Watched(runsSince, openSince, since, still);
    }

    private static Optional<Severity> worse(Optional<Severity> sofar, Optional<Severity> tooOld) {
        return Stream.concat(sofar.stream(), tooOld.stream()).min(Comparator.naturalOrder());
    }

    private static boolean lasted(Optional<Instant> since, Duration time, Instant now) {
        return since.filter(from -> !from.plus(time).isAfter(now)).isPresent();
    }
}
