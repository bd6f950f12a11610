package io.alertrelay.find;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;

/**
 * Searches several partitions at once from their ends, always continuing in the one that was searched least far back,
 * so that hits are returned newest first, each as soon as no newer one can follow.
 */
final class AlertSearch {
    private static final int MOST_TOGETHER = 4_000;

    private final AlertQuery query;
    private final List<PartitionSearch> partitions;
    private final Lookup lookup;

    /** Adds to each hit what happened to it; omits hits that are also found elsewhere. */
    interface Lookup {
        List<Optional<FoundAlert>> of(List<Hit> hits) throws ExecutionException, InterruptedException;

        /** How many of the hits, from the first on, should be looked up together; at least one. */
        int together(List<Hit> hits);
    }

    AlertSearch(AlertQuery query, List<PartitionSearch> partitions, Lookup lookup) {
        this.query = query;
        this.partitions = partitions;
        this.lookup = lookup;
    }

    SearchEnd run(Found listener) throws ExecutionException, InterruptedException {
        int found = 0;
        boolean goOn = true;
        while (goOn && found < query.limit()) {
            Optional<PartitionSearch> behind = behind();
            if (behind.isPresent()) {
                behind.get().more(atOnce());
            }
            Instant safe = behind().map(PartitionSearch::reached).orElse(Instant.MIN);
            goOn = listener.progress(searched(), total(), safe);
            Optional<PartitionSearch> next = withNewest(safe);
            while (goOn && next.isPresent() && found < query.limit()) {
                List<Taken> taken = take(safe);
                List<Optional<FoundAlert>> alerts =
                        lookup.of(taken.stream().map(Taken::hit).toList());
                int at = 0;
                for (; at < taken.size() && goOn && found < query.limit(); at++) {
                    Optional<FoundAlert> wanted = alerts.get(at).filter(this::isWanted);
                    if (wanted.isPresent()) {
                        goOn = listener.alert(wanted.get());
                        found++;
                    }
                }
                giveBack(taken.subList(at, taken.size()));
                next = withNewest(safe);
            }
            if (behind.isEmpty()) {
                break;
            }
        }
        boolean over = behind().isEmpty() && withNewest(Instant.MIN).isEmpty();
        return new SearchEnd(found, searched(), total(), 0, over ? Optional.empty() : Optional.of(place()));
    }

    /** If the query asks for endings, many more hits are looked up than match. */
    private int atOnce() {
        return query.asksForEndings() ? Math.max(MOST_TOGETHER, query.limit()) : query.limit();
    }

    private boolean isWanted(FoundAlert alert) {
        return !query.asksForEndings()
                || alert.endings(query.channel()).stream()
                        .anyMatch(ending ->
                                query.endings().isEmpty() || query.endings().contains(ending));
    }

    /** The newest hits that can be looked up together. */
    private List<Taken> take(Instant safe) {
        int most = Math.min(MOST_TOGETHER, atOnce());
        List<Taken> taken = new ArrayList<>();
        Optional<PartitionSearch> next = withNewest(safe);
        while (next.isPresent() && taken.size() < most) {
            taken.add(new Taken(next.get(), next.get().found().removeFirst()));
            next = withNewest(safe);
        }
        int together = lookup.together(taken.stream().map(Taken::hit).toList());
        giveBack(taken.subList(together, taken.size()));
        return taken.subList(0, together);
    }

    private static void giveBack(List<Taken> taken) {
        for (int i = taken.size() - 1; i >= 0; i--) {
            taken.get(i).partition().found().addFirst(taken.get(i).hit());
        }
    }

    private record Taken(PartitionSearch partition, Hit hit) {}

    private Optional<PartitionSearch> behind() {
        return partitions.stream().filter(PartitionSearch::isOpen).max(Comparator.comparing(PartitionSearch::reached));
    }

    private Optional<PartitionSearch> withNewest(Instant safe) {
        return partitions.stream()
                .filter(partition -> !partition.found().isEmpty())
                .max(Comparator.comparing(AlertSearch::newest))
                .filter(partition -> !newest(partition).isBefore(safe));
    }

    private static Instant newest(PartitionSearch partition) {
        return partition.found().getFirst().storedAt();
    }

    private long searched() {
        return partitions.stream().mapToLong(PartitionSearch::searched).sum();
    }

    private long total() {
        return partitions.stream().mapToLong(PartitionSearch::total).sum();
    }

    private String place() {
        Map<String, SearchCursor.Before> places = new HashMap<>();
        partitions.stream()
                .filter(partition -> partition.isOpen() || !partition.found().isEmpty())
                .forEach(partition -> places.put(partition.name(), partition.place()));
        return new SearchCursor(places).toString();
    }
}
