package io.alertrelay.replay;

import io.alertrelay.alert.AlertStatus;
import io.alertrelay.delivery.Source;
import io.alertrelay.intake.ReceiptId;
import io.alertrelay.ledger.DueDelivery;
import io.alertrelay.ledger.Outcome;
import io.alertrelay.ledger.SettledDelivery;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * Makes the plan of a replay. Is told first what was due and how it ended, then all that came in from the beginning of the
 * stretch on, in the order of each partition.
 */
public final class Planner {
    /** More would take too much of the relay's memory; a longer stretch is replayed in parts. */
    public static final int MOST = 500_000;

    private static final Comparator<Source> BY_PLACE = Comparator.comparingInt(Source::partition)
            .thenComparingLong(Source::offset)
            .thenComparingInt(Source::index);

    private final ReplayOrder order;
    private final Set<String> configured;
    private final Standing standing = new Standing();
    private final Endings endings = new Endings();
    private final Map<String, Candidate> latest = new LinkedHashMap<>();
    private final List<Candidate> all = new ArrayList<>();
    private final Map<String, List<Pick>> picks = new TreeMap<>();
    private final TreeMap<String, Shift> shifts = new TreeMap<>();
    private final Map<Reason, Tally> leftOut = new EnumMap<>(Reason.class);
    private Tally reopened = Tally.NONE;
    private Tally unreadable = Tally.NONE;
    private long webhooks;
    private long alerts;

    /** @param configured the channels that exist */
    public Planner(ReplayOrder order, Set<String> configured) {
        this.order = order;
        this.configured = Set.copyOf(configured);
    }

    /** Something was due to a channel, live or by another replay. */
    public void due(DueDelivery due) {
        source(due.id().receipt(), due.id().index()).ifPresent(source -> {
            standing.went(due.id().channel(), due.alertKey(), source);
            if (inStretch(source)) {
                endings.due(source, due);
            }
        });
    }

    /** A delivery ended. */
    public void settled(SettledDelivery settled) {
        source(settled.id().receipt(), settled.id().index())
                .filter(this::inStretch)
                .ifPresent(source -> endings.settled(source, settled));
    }

    /** A webhook is within the narrowing. */
    public void webhook() {
        webhooks++;
    }

    /** A webhook of the stretch can't be read. */
    public void unreadable(String receipt, String cause) {
        unreadable = unreadable.plus(receipt + ": " + cause);
    }

    /** A state of an alert came in, within the stretch or after it. */
    public void came(String key, Source source, AlertStatus status) {
        standing.came(key, source, status);
    }

    /**
     * A state of an alert that is within the narrowing, in the order in which they came.
     *
     * @throws TooLargeException if there are more than can be replayed at once
     */
    public void candidate(Candidate candidate) {
        alerts++;
        if (order.state() == StateChoice.LATEST) {
            Candidate older =
                    latest.put(candidate.key() + "\n" + (order.isRedrive() ? candidate.channels() : ""), candidate);
            if (older != null && order.isRedrive()) {
                leaveOut(Reason.OLDER, older, String.join(", ", older.channels()));
            }
        } else {
            all.add(candidate);
        }
        if (latest.size() + all.size() > MOST) {
            throw new TooLargeException();
        }
    }

    /** Where alerts stand, to be told further what comes after the plan. */
    public Standing standing() {
        return standing;
    }

    /** The plan. To be called once, at the end. */
    public Plan plan() {
        sorted().forEach(this::place);
        return new Plan(order, webhooks, alerts, picks, shifts, leftOut, reopened, unreadable);
    }

    /** Of each alert in order; where only its latest state is sent, the most severe first. */
    private Collection<Candidate> sorted() {
        if (order.state() == StateChoice.ALL) {
            return all.stream()
                    .sorted(Comparator.comparing(Candidate::source, BY_PLACE))
                    .toList();
        }
        return latest.values().stream()
                .sorted(Comparator.comparing(Candidate::severity).thenComparing(Candidate::source, BY_PLACE))
                .toList();
    }

    private void place(Candidate candidate) {
        Optional<List<String>> then = endings.routed(candidate.source());
        Optional<List<String>> now = destination(candidate, then);
        if (now.isEmpty()) {
            leaveOut(Reason.UNKNOWN_THEN, candidate, "");
            return;
        }
        compare(candidate, then, now.get());
        List<String> covered =
                now.get().stream().filter(order.narrowing()::coversChannel).toList();
        String why = order.destination() instanceof Destination.ByRules
                ? candidate.why()
                : "replayed " + order.destination().text();
        for (String channel : covered) {
            Optional<Reason> against = against(candidate, channel);
            if (against.isPresent()) {
                leaveOut(against.get(), candidate, channel);
            } else {
                picks.computeIfAbsent(channel, c -> new ArrayList<>()).add(Pick.of(candidate, covered, why));
                if (reopens(candidate)) {
                    reopened = reopened.plus(words(candidate) + " to " + channel);
                }
            }
        }
    }

    private Optional<List<String>> destination(Candidate candidate, Optional<List<String>> then) {
        if (order.destination() instanceof Destination.ToChannel to) {
            return Optional.of(List.of(to.channel()));
        }
        return order.destination() instanceof Destination.AsRouted ? then : Optional.of(candidate.channels());
    }

    private Optional<Reason> against(Candidate candidate, String channel) {
        if (!configured.contains(channel)) {
            return Optional.of(Reason.CHANNEL_GONE);
        }
        if (endings.waits(candidate.source(), channel)) {
            return Optional.of(Reason.STILL_WAITS);
        }
        Optional<Outcome> ended = endings.ended(candidate.source(), channel);
        if (order.isRedrive() && ended.filter(Outcome.DELIVERED::equals).isPresent()) {
            return Optional.of(Reason.DELIVERED_SINCE);
        }
        if (!order.again() && endings.replayed(candidate.source(), channel)) {
            return Optional.of(Reason.REPLAYED_BEFORE);
        }
        if (order.narrowing().only().filter(only -> !meets(only, ended)).isPresent()) {
            return Optional.of(Reason.NOT_ASKED_FOR);
        }
        return standing.against(channel, candidate.key(), candidate.source(), candidate.status(), stretch());
    }

    private static boolean meets(Only only, Optional<Outcome> ended) {
        return ended.map(outcome -> outcome != Outcome.DELIVERED && outcome != Outcome.SUPERSEDED)
                .orElse(only == Only.NEVER_DELIVERED);
    }

    private Optional<Bounds> stretch() {
        return order.state() == StateChoice.ALL ? Optional.of(order.bounds()) : Optional.empty();
    }

    /** Its recovery came after the stretch, so that the replay does not send it. */
    private boolean reopens(Candidate candidate) {
        return candidate.status() == AlertStatus.FIRING
                && standing.isResolved(candidate.key())
                && standing.newestIsBehind(candidate.key(), order.bounds());
    }

    private void compare(Candidate candidate, Optional<List<String>> then, List<String> now) {
        String words = words(candidate);
        for (String channel : now) {
            shift(channel, shift -> {
                if (then.isEmpty()) {
                    return shift.plusUnknown(words);
                }
                return then.get().contains(channel) ? shift.plusUnchanged(words) : shift.plusAdded(words);
            });
        }
        then.orElse(List.of()).stream()
                .filter(channel -> !now.contains(channel))
                .forEach(channel -> shift(channel, shift -> shift.plusRemoved(words)));
    }

    private void shift(String channel, UnaryOperator<Shift> change) {
        shifts.put(channel, change.apply(shifts.getOrDefault(channel, Shift.NONE)));
    }

    private void leaveOut(Reason reason, Candidate candidate, String channel) {
        leftOut.put(
                reason,
                leftOut.getOrDefault(reason, Tally.NONE)
                        .plus(words(candidate) + (channel.isEmpty() ? "" : " to " + channel)));
    }

    private static String words(Candidate candidate) {
        return candidate.receipt() + "/" + candidate.source().index() + " "
                + candidate.status().word() + " " + candidate.severity().word() + " \"" + candidate.title() + "\"";
    }

    private boolean inStretch(Source source) {
        return order.isRedrive()
                || source.offset() >= order.bounds().from().getOrDefault(source.partition(), Long.MAX_VALUE)
                        && !order.bounds().isBehind(source.partition(), source.offset());
    }

    private static Optional<Source> source(String receipt, int index) {
        return ReceiptId.parse(receipt)
                .filter(id -> id.journal() == ReceiptId.Journal.WEBHOOKS)
                .map(id -> new Source(id.partition(), id.offset(), index));
    }

    /** A plan of more than {@value #MOST} states of alerts. */
    public static final class TooLargeException extends RuntimeException {
        TooLargeException() {
            super("more than " + MOST + " alerts would be sent again: take a shorter stretch, or narrow it");
        }
    }
}
