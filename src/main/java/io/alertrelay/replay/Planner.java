package io.alertrelay.replay;

import io.alertrelay.alert.AlertStatus;
import io.alertrelay.config.Format;
import io.alertrelay.record.AlertRef;
import io.alertrelay.record.DeadLetterId;
import io.alertrelay.record.DueDelivery;
import io.alertrelay.record.Outcome;
import io.alertrelay.record.OutcomeFilter;
import io.alertrelay.record.ReplayDestination;
import io.alertrelay.record.ReplayOrder;
import io.alertrelay.record.SettledDelivery;
import io.alertrelay.record.StoredRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Makes the plan of a replay. First receives the alerts of the range, in the order of each partition; then, after
 * {@link #chosen}, what was due, how it ended, and what was received later. Of these it keeps only what concerns its
 * candidates, so that the memory of a plan depends on what it sends, not on the size of the topics.
 */
final class Planner {
    private static final Comparator<Candidate> MOST_SEVERE_FIRST =
            Comparator.comparing(Candidate::severity).thenComparing(Candidate::alert);

    private final ReplayOrder order;
    private final Map<String, Format> configured;
    private final PlanSize size = new PlanSize();
    private final LatestStates states = new LatestStates();
    private final KnownEndings endings;
    private final Map<String, Candidate> latest = new LinkedHashMap<>();
    private final Set<AlertRef> sources = new HashSet<>();
    private final Map<String, List<PlannedEvent>> picks = new TreeMap<>();
    private final TreeMap<String, RouteDifference> differences = new TreeMap<>();
    private final Map<Reason, Tally> leftOut = new EnumMap<>(Reason.class);
    private AlertSieve sieve = new AlertSieve(Set.of());
    private Tally unreadable = Tally.NONE;
    private long webhooks;
    private long alerts;

    /** @param configured the channels that exist, and what each takes */
    Planner(ReplayOrder order, Map<String, Format> configured) {
        this.order = order;
        this.configured = Map.copyOf(configured);
        this.endings = new KnownEndings(order.bounds().passed());
    }

    /**
     * Checks that this many dead letters fit into memory; to be called before they are read.
     *
     * @throws PlanTooLargeException if they do not
     */
    void willRead(int deadLetters) {
        PlanSize.check(deadLetters);
    }

    /** Counts a webhook that is selected by the filter. */
    void webhook() {
        webhooks++;
    }

    /** Counts a webhook of the range, or an alert of it, that can't be read or routed. */
    void unreadable(String what, String cause) {
        unreadable = unreadable.plus(what + ": " + cause);
    }

    /**
     * A state of an alert was received.
     *
     * @throws PlanTooLargeException if there are more alerts than fit into memory
     */
    void received(String key, AlertRef source, AlertStatus status) {
        if (states.received(key, source, status)) {
            size.known(key);
        }
    }

    /**
     * A state of an alert that is selected by the filter; to be called in the order of each partition. The states of an
     * alert may be in two partitions, since its integration may have moved.
     *
     * @throws PlanTooLargeException if there are more than can be replayed at once
     */
    void candidate(Candidate candidate) {
        alerts++;
        // It takes the place of no other of its alert.
        if (order.isRedrive() && !comesFromNamedChannel(candidate)) {
            return;
        }
        size.add(candidate);
        String line = line(candidate);
        Optional<Candidate> known = Optional.ofNullable(latest.get(line));
        boolean isNewest =
                known.filter(one -> one.alert().isAfter(candidate.alert())).isEmpty();
        if (isNewest) {
            latest.put(line, candidate);
        }
        known.map(one -> isNewest ? one : candidate).ifPresent(this::older);
    }

    private void older(Candidate candidate) {
        size.remove(candidate);
        if (order.isRedrive()) {
            leaveOut(Reason.OLDER, candidate, String.join(", ", candidate.channels()));
        }
    }

    /** A candidate that is not sent to any channel. */
    void leftOut(Candidate candidate, Reason reason) {
        alerts++;
        leaveOut(reason, candidate, "");
    }

    /** A dead letter that is not kept any more, and so is not sent. */
    void noLongerKept(DeadLetterId letter) {
        alerts++;
        leaveOut(Reason.NO_LONGER_KEPT, letter.toString());
    }

    /** Identifies a candidate: by its alert; for a dead letter by its alert and channel. */
    private String line(Candidate candidate) {
        return order.isRedrive()
                ? candidate.key() + "\n"
                        + String.join(
                                "\n", destination(candidate, Optional.empty()).orElseThrow())
                : candidate.key();
    }

    /** There are no further candidates. */
    void chosen() {
        Set<String> keys = new HashSet<>();
        latest.values().forEach(candidate -> {
            keys.add(candidate.key());
            sources.add(candidate.alert());
        });
        states.only(keys);
        size.onlyCandidates();
        sieve = new AlertSieve(sources);
    }

    /**
     * Whether a record of a channel's topic, or a receipt, may be {@link #due} or {@link #settled} for one of the
     * candidates; no other need be read.
     */
    boolean mayConcern(StoredRecord record) {
        return states.matters(record.key()) || sieve.keeps(record);
    }

    /** An event was due to a channel, live or by another replay. */
    void due(DueDelivery due) {
        AlertRef source = due.id().alert();
        states.due(due);
        if (sources.contains(source)) {
            endings.due(source, due);
        }
    }

    /** A delivery ended. */
    void settled(SettledDelivery settled) {
        if (sources.contains(settled.id().alert())) {
            endings.settled(settled.id().alert(), settled);
        }
    }

    /** The latest states of alerts, to be updated with what is received after the plan. */
    LatestStates states() {
        return states;
    }

    /** The plan. To be called once, at the end. */
    Plan plan() {
        latest.values().stream().sorted(MOST_SEVERE_FIRST).forEach(this::place);
        return new Plan(order, webhooks, alerts, picks, differences, leftOut, unreadable);
    }

    private void place(Candidate candidate) {
        Optional<List<String>> then = endings.routed(candidate.alert());
        Optional<List<String>> now = destination(candidate, then);
        if (now.isEmpty()) {
            leaveOut(Reason.UNKNOWN_THEN, candidate, "");
            return;
        }
        compare(candidate, then, now.get());
        List<String> covered =
                now.get().stream().filter(channel -> covers(candidate, channel)).toList();
        String why = order.destination() instanceof ReplayDestination.ByRules
                ? candidate.why()
                : "replayed " + order.destination().text();
        for (String channel : covered) {
            Optional<Reason> reason = reasonToLeaveOut(candidate, channel);
            if (reason.isPresent()) {
                leaveOut(reason.get(), candidate, channel);
            } else {
                picks.computeIfAbsent(channel, c -> new ArrayList<>()).add(PlannedEvent.of(candidate, covered, why));
            }
        }
    }

    /** The named channels are those that it goes to; of what goes to another one, those that it would go to. */
    private boolean covers(Candidate candidate, String channel) {
        return order.destination() instanceof ReplayDestination.ToChannel
                ? comesFromNamedChannel(candidate)
                : order.narrowing().coversChannel(channel);
    }

    private boolean comesFromNamedChannel(Candidate candidate) {
        return order.narrowing().channels().isEmpty()
                || candidate.channels().stream().anyMatch(order.narrowing()::coversChannel);
    }

    private Optional<List<String>> destination(Candidate candidate, Optional<List<String>> then) {
        if (order.destination() instanceof ReplayDestination.ToChannel to) {
            return Optional.of(List.of(to.channel()));
        }
        return order.destination() instanceof ReplayDestination.AsRouted ? then : Optional.of(candidate.channels());
    }

    private Optional<Reason> reasonToLeaveOut(Candidate candidate, String channel) {
        if (!configured.containsKey(channel)) {
            return Optional.of(Reason.CHANNEL_GONE);
        }
        if (endings.waits(candidate.alert(), channel)) {
            return Optional.of(Reason.STILL_WAITS);
        }
        Optional<Outcome> ended = endings.ended(candidate.alert(), channel);
        if (!order.again()
                && order.isRedrive()
                && ended.filter(Outcome.DELIVERED::equals).isPresent()) {
            return Optional.of(Reason.DELIVERED_SINCE);
        }
        if (!order.again() && endings.replayed(candidate.alert(), channel)) {
            return Optional.of(Reason.REPLAYED_BEFORE);
        }
        if (order.narrowing()
                .only()
                .filter(only -> !meets(only, ended) && !(ended.isEmpty() && wasGivenUpElsewhere(only, candidate)))
                .isPresent()) {
            return Optional.of(Reason.NOT_ASKED_FOR);
        }
        if (candidate.testOrHeartbeat() && order.narrowing().receipts().isEmpty()) {
            return Optional.of(Reason.TEST_OR_HEARTBEAT);
        }
        // Last: what was delivered since, or is over, need not be built again for the format.
        return states.reasonToLeaveOut(channel, candidate.key(), candidate.alert(), candidate.status())
                .or(() -> candidate
                        .format()
                        .filter(its -> its != configured.get(channel))
                        .map(its -> Reason.OTHER_FORMAT));
    }

    /** What never came to another channel than its own may be sent there for what became of it in its own. */
    private boolean wasGivenUpElsewhere(OutcomeFilter only, Candidate candidate) {
        return only == OutcomeFilter.DEAD_LETTERED
                && order.destination() instanceof ReplayDestination.ToChannel
                && Stream.concat(
                                candidate.channels().stream(),
                                endings.routed(candidate.alert()).stream().flatMap(List::stream))
                        .filter(order.narrowing()::coversChannel)
                        .anyMatch(channel -> meets(only, endings.ended(candidate.alert(), channel)));
    }

    private static boolean meets(OutcomeFilter only, Optional<Outcome> ended) {
        return ended.map(outcome -> outcome != Outcome.DELIVERED && outcome != Outcome.SUPERSEDED)
                .orElse(only == OutcomeFilter.NEVER_DELIVERED);
    }

    private void compare(Candidate candidate, Optional<List<String>> then, List<String> now) {
        String words = words(candidate);
        List<String> covered =
                now.stream().filter(channel -> covers(candidate, channel)).toList();
        for (String channel : covered) {
            difference(channel, difference -> {
                if (then.isEmpty()) {
                    return difference.plusUnknown(words);
                }
                return then.get().contains(channel) ? difference.plusUnchanged(words) : difference.plusAdded(words);
            });
        }
        then.orElse(List.of()).stream()
                .filter(channel -> !now.contains(channel) && order.narrowing().coversChannel(channel))
                .forEach(channel -> difference(channel, difference -> difference.plusRemoved(words)));
    }

    private void difference(String channel, UnaryOperator<RouteDifference> change) {
        differences.put(channel, change.apply(differences.getOrDefault(channel, RouteDifference.NONE)));
    }

    private void leaveOut(Reason reason, Candidate candidate, String channel) {
        leaveOut(reason, words(candidate) + (channel.isEmpty() ? "" : " to " + channel));
    }

    private void leaveOut(Reason reason, String what) {
        leftOut.put(reason, leftOut.getOrDefault(reason, Tally.NONE).plus(what));
    }

    private static String words(Candidate candidate) {
        return candidate.alert() + " " + candidate.status().word() + " "
                + candidate.severity().word() + " \"" + candidate.title() + "\"";
    }

    /** A plan that would take more memory than {@link PlanSize#MOST_BYTES}. */
    static final class PlanTooLargeException extends RuntimeException {
        PlanTooLargeException() {
            super("that is more than one replay may hold, " + (PlanSize.MOST_BYTES >> 20)
                    + " MiB or about 30,000 alerts to two channels each: take a shorter time, and replay the rest after"
                    + " it, or narrow it by integration, channel, severity or where");
        }
    }
}
