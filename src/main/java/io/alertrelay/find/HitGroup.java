package io.alertrelay.find;

import io.alertrelay.reading.CommittedProgress;
import io.alertrelay.record.DeliveryId;
import io.alertrelay.record.ReceiptId;
import io.alertrelay.record.StoredRecord;
import io.alertrelay.trail.TrailBuilder;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Hits that are looked up together, what of their trails is known, and which records are theirs. For one thread. */
final class HitGroup {
    private final CommittedProgress progress;
    private final Map<String, TrailBuilder> trails = new HashMap<>();
    private final Map<String, Set<Integer>> indexes = new HashMap<>();
    private final Instant oldest;
    private final Instant newest;

    /**
     * @param progress of routing
     * @param hits of webhooks, close together in time
     */
    HitGroup(CommittedProgress progress, List<Hit> hits) {
        this.progress = progress;
        oldest = hits.stream().map(Hit::storedAt).min(Instant::compareTo).orElseThrow();
        newest = hits.stream().map(Hit::storedAt).max(Instant::compareTo).orElseThrow();
        for (Hit hit : hits) {
            FoundAlert alert = hit.alert();
            TrailBuilder trail = trails.computeIfAbsent(alert.requestId(), TrailBuilder::new);
            trail.alert(hit.index(), alert.status(), alert.severity(), alert.title(), alert.alertKey());
            indexes.computeIfAbsent(alert.requestId(), id -> new HashSet<>()).add(hit.index());
        }
    }

    /** When the first of their webhooks was stored. */
    Instant oldest() {
        return oldest;
    }

    /** When the last of their webhooks was stored. */
    Instant newest() {
        return newest;
    }

    /** By receipt of the webhook. */
    Map<String, TrailBuilder> trails() {
        return trails;
    }

    Optional<TrailBuilder> trail(DeliveryId delivery) {
        return Optional.ofNullable(trails.get(delivery.receipt()));
    }

    /** Whether it is about one of the alerts. */
    boolean has(StoredRecord record) {
        return record.alert()
                .filter(alert -> indexes.getOrDefault(alert.receipt(), Set.of()).contains(alert.index()))
                .isPresent();
    }

    /** Whether the webhook with that receipt is routed. */
    boolean isRouted(String receipt) {
        return ReceiptId.parse(receipt)
                .filter(id -> progress.routed(id.partition(), id.offset()))
                .isPresent();
    }

    /** Whether there is a webhook that is routed and has such a trail. */
    boolean hasRouted(Predicate<TrailBuilder> such) {
        return trails.entrySet().stream().anyMatch(trail -> isRouted(trail.getKey()) && such.test(trail.getValue()));
    }

    /** Channels to which something is due by the record of another channel only, so far. */
    Set<String> missingChannels() {
        Set<String> missing = new HashSet<>();
        trails.values().forEach(trail -> missing.addAll(trail.missingChannels()));
        return missing;
    }
}
