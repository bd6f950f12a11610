package io.alertrelay.trail;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alertrelay.reading.CommittedProgress;
import io.alertrelay.reading.RetainedOffsets;
import io.alertrelay.reading.WaitingDeliveries;
import io.alertrelay.record.DeadLetterId;
import io.alertrelay.record.DeliveryId;
import io.alertrelay.record.DueDelivery;
import io.alertrelay.record.Outcome;
import io.alertrelay.record.Resolution;
import io.alertrelay.record.SettledDelivery;
import io.alertrelay.trail.Trail.AlertTrail;
import io.alertrelay.trail.Trail.DeliveryTrail;
import io.alertrelay.trail.Trail.End;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiPredicate;

/** Builds a trail from the records of a webhook. */
public final class TrailBuilder {
    /** What an event waits for that is due by the record of another channel. */
    private static final String UNWRITTEN =
            "it is not in the channel's topic yet; if that lasts, the topic can't be written: relay status";

    private final String receipt;
    private final Map<Integer, AlertTrail> alerts = new TreeMap<>();
    private final Map<DeliveryId, DueDelivery> due = new LinkedHashMap<>();
    private final Map<DeliveryId, SettledDelivery> settled = new LinkedHashMap<>();
    private final Map<DeliveryId, List<ObjectNode>> later = new HashMap<>();
    private Optional<Trail.Accepted> accepted = Optional.empty();
    private final ResolvableRecords resolvable = new ResolvableRecords();
    private final Set<Integer> traced = new HashSet<>();
    private final Set<DeliveryId> unsettled = new HashSet<>();
    private final Set<String> reached = new HashSet<>();
    private final Set<Integer> leftOut = new HashSet<>();
    /** By index of the alert: a decision is known by the channels that it was for. */
    private final Map<Integer, Map<List<String>, DueDelivery>> decisions = new TreeMap<>();

    private boolean routed = true;
    private boolean tracesMayBeGone;
    private RetainedOffsets receipts = RetainedOffsets.ALL;
    private BiPredicate<DueDelivery, String> mustHaveATrace = (delivery, channel) -> false;

    /** @param receipt of the webhook */
    public TrailBuilder(String receipt) {
        this.receipt = receipt;
    }

    /** Adds the webhook itself. */
    void accepted(Trail.Accepted webhook) {
        accepted = Optional.of(webhook);
    }

    /**
     * Adds a record of the whole body in quarantine; the first one counts.
     *
     * @param id of the record in quarantine
     */
    void quarantined(String id, String cause) {
        resolvable.quarantined(id, cause);
    }

    /**
     * Adds a record of one alert in quarantine; the first one of an alert counts.
     *
     * @param id of the record in quarantine
     */
    void setAside(int index, String id, String cause) {
        resolvable.setAside(index, id, cause);
        notUnderstood(index);
    }

    /** Counts an alert of which nothing else is added. */
    void leftOut(int index) {
        leftOut.add(index);
    }

    /** Adds an alert that can't be understood. */
    void notUnderstood(int index) {
        alerts.computeIfAbsent(index, i -> new AlertTrail(i, "", "", "", "", Optional.empty(), List.of(), List.of()));
    }

    /** Adds a dead letter; the first one of a delivery counts. */
    void deadLetter(DeadLetterId letter, DeliveryId delivery) {
        resolvable.deadLetter(letter, delivery);
    }

    /**
     * Adds a resolution; one counts that is of a dead letter or a record in quarantine that was added before, and is
     * the first of that.
     */
    void resolved(Resolution resolution) {
        resolvable.resolved(resolution);
    }

    /** Whether a delivery was given up. */
    boolean hasDeadLetters() {
        return settled.values().stream().anyMatch(s -> s.outcome() == Outcome.DEAD_LETTERED);
    }

    /** The routing offset has not passed the webhook. */
    public void notRoutedYet() {
        routed = false;
    }

    /**
     * Everything was looked for everywhere: what has no trace and must have one is unaccounted for.
     *
     * @param must whether what became due with a delivery must have left a trace, to the channel: it is in its topic,
     *     or has a receipt
     */
    public void soughtEverywhere(BiPredicate<DueDelivery, String> must) {
        mustHaveATrace = must;
    }

    /** How far back the receipts reach, so that one that is not there was never written: they are kept for a time. */
    public void receiptsReachBack(RetainedOffsets kept) {
        receipts = kept;
    }

    /** What of an alert has no trace may have had some, which were deleted for their age. */
    void tracesMayBeGone() {
        tracesMayBeGone = true;
    }

    /** Adds an alert, as the body has it. */
    public void alert(int index, String status, String severity, String title, String alertKey) {
        alerts.put(
                index,
                new AlertTrail(index, status, severity, title, alertKey, Optional.empty(), List.of(), List.of()));
    }

    /**
     * Adds a record of a channel's topic; the first one of a delivery counts. Of an alert that was routed again after a
     * crash the decisions of all records count.
     */
    public void due(DueDelivery delivery) {
        DeliveryId id = delivery.id();
        if (isDecision(delivery)) {
            decisions
                    .computeIfAbsent(id.index(), index -> new LinkedHashMap<>())
                    .putIfAbsent(delivery.fanOut(), delivery);
        }
        if (due.putIfAbsent(id, delivery) == null) {
            traced.add(id.index());
            reached.add(id.index() + "/" + id.channel());
            unsettled(id);
            delivery.fanOut().forEach(channel -> unsettled(new DeliveryId(id.alert(), channel, id.replay())));
        }
        alerts.computeIfAbsent(
                id.index(),
                index -> new AlertTrail(
                        index,
                        delivery.status(),
                        delivery.severity(),
                        "",
                        delivery.alertKey(),
                        Optional.empty(),
                        List.of(),
                        List.of()));
    }

    /**
     * Adds a receipt; the first one of a delivery counts, but for one that says that the event was never stored, and
     * the others are listed.
     */
    public void settled(SettledDelivery delivery) {
        SettledDelivery known = settled.putIfAbsent(delivery.id(), delivery);
        if (known != null) {
            boolean counts = known.isUnstored() && !delivery.isUnstored();
            if (counts) {
                settled.put(delivery.id(), delivery);
            }
            later.computeIfAbsent(delivery.id(), id -> new ArrayList<>())
                    .add(counts ? known.value() : delivery.value());
        }
        traced.add(delivery.id().index());
        if (!delivery.isUnstored() || !due.containsKey(delivery.id())) {
            unsettled.remove(delivery.id());
        }
        alerts.computeIfAbsent(
                delivery.id().index(),
                index -> new AlertTrail(
                        index,
                        delivery.value().path("status").asText(),
                        delivery.value().path("severity").asText(),
                        "",
                        delivery.value().path("alert_key").asText(),
                        Optional.empty(),
                        List.of(),
                        List.of()));
    }

    /** Whether it is by a decision of which no record was added. */
    public boolean isOfAnotherDecision(DueDelivery delivery) {
        return isDecision(delivery)
                && !decisions.getOrDefault(delivery.id().index(), Map.of()).containsKey(delivery.fanOut());
    }

    private static boolean isDecision(DueDelivery delivery) {
        return delivery.id().replay().isEmpty() && !delivery.fanOut().isEmpty();
    }

    /** Whether something of the alerts, if they were routed, is neither in its channel's topic nor given up. */
    boolean seemsLost() {
        return routed && !unfound().isEmpty();
    }

    /** Whether each alert has deliveries, and all known deliveries have receipts. */
    boolean allSettled() {
        return unsettled.isEmpty() && !hasGaps();
    }

    private void unsettled(DeliveryId id) {
        if (!settled.containsKey(id)) {
            unsettled.add(id);
        }
    }

    /** Channels to which an alert was routed by the record of another channel, and of which no record was found. */
    public List<String> missingChannels() {
        Set<String> missing = new LinkedHashSet<>();
        for (DueDelivery delivery : due.values()) {
            delivery.fanOut().stream()
                    .filter(channel -> !reached.contains(delivery.id().index() + "/" + channel))
                    .forEach(missing::add);
        }
        return List.copyOf(missing);
    }

    /** What is due by the record of another channel, and neither in its own topic nor given up. */
    public Set<DeliveryId> missing() {
        return Set.copyOf(missingDeliveries().keySet());
    }

    /** Whether some alert has no trace: then it may be in quarantine. */
    public boolean hasGaps() {
        return alerts.isEmpty() || !traced.containsAll(alerts.keySet());
    }

    boolean hasAlerts() {
        return !alerts.isEmpty();
    }

    /** Whether some alert has no trace, not even in quarantine. */
    boolean lacksTraces() {
        return resolvable.cause().isEmpty()
                && (alerts.isEmpty()
                        || alerts.keySet().stream()
                                .anyMatch(index -> !traced.contains(index)
                                        && resolvable.setAside(index).isEmpty()));
    }

    /** Whether a known delivery has no receipt. */
    boolean lacksReceipts() {
        return !unsettled.isEmpty();
    }

    /** Whether a known delivery has no receipt though the channel's offset passed it. */
    boolean lacksReceipts(CommittedProgress progress) {
        return due.values().stream()
                .filter(delivery -> unsettled.contains(delivery.id()))
                .anyMatch(
                        delivery -> progress.passed(delivery.id().channel(), delivery.partition(), delivery.offset()));
    }

    /** Whether a delivery was given up of which no dead letter was found. */
    boolean lacksDeadLetters() {
        return settled.values().stream()
                .anyMatch(s -> s.outcome() == Outcome.DEAD_LETTERED
                        && resolvable.deadLetter(s.id()).isEmpty());
    }

    /** The trail; empty if nothing was found. */
    public Optional<Trail> build(CommittedProgress progress, WaitingDeliveries waiting) {
        if (accepted.isEmpty()
                && due.isEmpty()
                && settled.isEmpty()
                && resolvable.cause().isEmpty()
                && !resolvable.hasSetAside()) {
            return Optional.empty();
        }
        Map<Integer, List<DeliveryTrail>> deliveries = new TreeMap<>();
        due.values()
                .forEach(d -> of(deliveries, d.id())
                        .add(new DeliveryTrail(
                                d.id(), d.why(), d.rules(), end(d, progress, waiting), resolvable.deadLetter(d.id()))));
        settled.values().stream()
                .filter(s -> !due.containsKey(s.id()))
                .forEach(s -> of(deliveries, s.id())
                        .add(new DeliveryTrail(
                                s.id(),
                                s.value().path("why").asText(),
                                s.value().path("rules").asText(),
                                new End.Settled(s.outcome(), s.value(), later.getOrDefault(s.id(), List.of())),
                                resolvable.deadLetter(s.id()))));
        Map<DeliveryId, DueDelivery> unfound = routed ? unfound() : missingDeliveries();
        unfound.forEach((id, by) -> notThere(id, by)
                .ifPresent(end ->
                        of(deliveries, id).add(new DeliveryTrail(id, by.why(), by.rules(), end, Optional.empty()))));
        List<AlertTrail> all = alerts.values().stream()
                .map(a -> new AlertTrail(
                        a.index(),
                        a.status(),
                        a.severity(),
                        a.title(),
                        a.alertKey(),
                        resolvable.setAside(a.index()),
                        deliveries.getOrDefault(a.index(), List.of()),
                        unfound.keySet().stream()
                                .filter(id -> id.index() == a.index())
                                .map(DeliveryId::channel)
                                .toList()))
                .toList();
        return Optional.of(new Trail(
                receipt,
                accepted,
                resolvable.cause(),
                resolvable.resolution(),
                routed,
                routed && tracesMayBeGone,
                all,
                Optional.of(leftOut.size()).filter(more -> more > 0)));
    }

    /**
     * How what is due by the record of another channel is shown: while the webhook is not routed it waits in the memory
     * of the relay that routes it. Empty if it may have been deleted for its age.
     */
    private Optional<End> notThere(DeliveryId id, DueDelivery by) {
        if (!routed) {
            return Optional.of(new End.Waiting(0, Optional.of(UNWRITTEN)));
        }
        return mustHaveATrace.test(by, id.channel()) ? Optional.of(new End.Unaccounted()) : Optional.empty();
    }

    /** What is missing of the alerts that were routed: of the last decision, unless all of an earlier one is there. */
    private Map<DeliveryId, DueDelivery> unfound() {
        Map<DeliveryId, DueDelivery> unfound = new LinkedHashMap<>();
        decisions.values().forEach(of -> {
            if (of.values().stream().noneMatch(decision -> missing(decision).isEmpty())) {
                of.values().stream()
                        .max(Comparator.comparing(DueDelivery::storedAt))
                        .ifPresent(last -> unfound.putAll(missing(last)));
            }
        });
        return unfound;
    }

    private Map<DeliveryId, DueDelivery> missing(DueDelivery delivery) {
        Map<DeliveryId, DueDelivery> missing = new LinkedHashMap<>();
        delivery.fanOut().stream()
                .map(channel -> new DeliveryId(delivery.id().alert(), channel, ""))
                .filter(id -> !due.containsKey(id) && !settled.containsKey(id))
                .forEach(id -> missing.put(id, delivery));
        return missing;
    }

    private Map<DeliveryId, DueDelivery> missingDeliveries() {
        Map<DeliveryId, DueDelivery> missing = new LinkedHashMap<>();
        for (DueDelivery delivery : due.values()) {
            if (delivery.id().replay().isEmpty()) {
                missing(delivery).forEach(missing::putIfAbsent);
            }
        }
        return missing;
    }

    private End end(DueDelivery delivery, CommittedProgress progress, WaitingDeliveries waiting) {
        SettledDelivery receiptOf = settled.get(delivery.id());
        DeliveryId id = delivery.id();
        boolean passed = progress.passed(id.channel(), delivery.partition(), delivery.offset());
        if (receiptOf != null && (passed || !receiptOf.isUnstored())) {
            return new End.Settled(receiptOf.outcome(), receiptOf.value(), later.getOrDefault(id, List.of()));
        }
        if (passed) {
            return receipts.surely(delivery.storedAt()) ? new End.Unaccounted() : new End.TooOld();
        }
        long settledBelow = progress.settledBelow(id.channel(), delivery.partition());
        return new End.Waiting(delivery.offset() - settledBelow, waiting.of(id.channel(), id.text()));
    }

    private static List<DeliveryTrail> of(Map<Integer, List<DeliveryTrail>> deliveries, DeliveryId id) {
        return deliveries.computeIfAbsent(id.index(), index -> new ArrayList<>());
    }
}
