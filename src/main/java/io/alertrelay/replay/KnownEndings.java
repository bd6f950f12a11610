package io.alertrelay.replay;

import io.alertrelay.record.AlertRef;
import io.alertrelay.record.DueDelivery;
import io.alertrelay.record.Outcome;
import io.alertrelay.record.SettledDelivery;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How deliveries of the states that may be replayed ended, and where they went. {@link LatestStates} decides whether
 * something newer forbids one.
 */
final class KnownEndings {
    private final Map<String, Long> passed;
    private final Map<AlertRef, List<String>> routed = new HashMap<>();
    private final Map<AlertRef, Map<String, Deliveries>> deliveries = new HashMap<>();
    private final Map<List<String>, List<String>> shared = new HashMap<>();

    /** The deliveries of one alert to one channel, live and replayed; a second copy counts as the same delivery. */
    private static final class Deliveries {
        private final Set<String> waiting = new HashSet<>(2);
        private Optional<Outcome> outcome = Optional.empty();
        private boolean replayed;
    }

    /** @param passed the offsets before which nothing waits in the channels' topics, with or without a receipt */
    KnownEndings(Map<String, Long> passed) {
        this.passed = passed;
    }

    void due(AlertRef source, DueDelivery due) {
        if (due.id().replay().isEmpty()) {
            List<String> fanOut = due.fanOut().isEmpty() ? List.of(due.id().channel()) : due.fanOut();
            routed.put(source, shared.computeIfAbsent(fanOut, same -> same));
        }
        if (due.offset() >= passed.getOrDefault(due.id().channel(), 0L)) {
            of(source, due.id().channel()).waiting.add(due.id().replay());
        }
    }

    void settled(AlertRef source, SettledDelivery settled) {
        Deliveries its = of(source, settled.id().channel());
        // One that was given up as not stored, and is in its topic all the same, still waits there.
        if (!settled.isUnstored()) {
            its.waiting.remove(settled.id().replay());
        }
        // Once delivered, an event counts as delivered, whatever happened before or after. One that was given up is not
        // taken back because a replay of it was superseded.
        boolean stays = its.outcome
                .filter(before -> before == Outcome.DELIVERED
                        || before == Outcome.DEAD_LETTERED
                                && settled.outcome() == Outcome.SUPERSEDED
                                && !settled.id().replay().isEmpty())
                .isPresent();
        if (!stays) {
            its.outcome = Optional.of(settled.outcome());
        }
        its.replayed |= !settled.id().replay().isEmpty() && settled.outcome() == Outcome.DELIVERED;
    }

    /** Where the alert went when it was received; empty if not known. */
    Optional<List<String>> routed(AlertRef source) {
        return Optional.ofNullable(routed.get(source));
    }

    boolean waits(AlertRef source, String channel) {
        return find(source, channel).filter(its -> !its.waiting.isEmpty()).isPresent();
    }

    /** Whether a replay delivered it to the channel. */
    boolean replayed(AlertRef source, String channel) {
        return find(source, channel).filter(its -> its.replayed).isPresent();
    }

    Optional<Outcome> ended(AlertRef source, String channel) {
        return find(source, channel).flatMap(its -> its.outcome);
    }

    private Optional<Deliveries> find(AlertRef source, String channel) {
        return Optional.ofNullable(deliveries.get(source)).map(channels -> channels.get(channel));
    }

    private Deliveries of(AlertRef source, String channel) {
        return deliveries
                .computeIfAbsent(source, s -> new HashMap<>(2))
                .computeIfAbsent(channel, c -> new Deliveries());
    }
}
