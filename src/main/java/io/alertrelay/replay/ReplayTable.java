package io.alertrelay.replay;

import io.alertrelay.record.RecordJson;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All replays, from the records of their topic: under an id the order, under {@code <id>/wish} the last control order,
 * under {@code <id>/progress} the progress. For one thread.
 */
public final class ReplayTable {
    private static final String WISH = "/wish";
    private static final String PROGRESS = "/progress";

    private final Map<String, ReplayOrder> ordered = new LinkedHashMap<>();
    private final Map<String, ReplayControl> wishes = new LinkedHashMap<>();
    private final Map<String, ReplayProgress> progress = new LinkedHashMap<>();

    /** Adds the next record. Others are ignored. */
    public void add(String key, byte[] value) {
        if (key.endsWith(WISH)) {
            RecordJson.read(value, ReplayControl.class)
                    .filter(ReplayControl::isKnown)
                    .ifPresent(wish -> wishes.merge(id(key, WISH), wish, ReplayTable::later));
        } else if (key.endsWith(PROGRESS)) {
            RecordJson.read(value, ReplayProgress.class)
                    .filter(ReplayProgress::isKnown)
                    .ifPresent(p -> progress.put(id(key, PROGRESS), p));
        } else {
            ReplayOrderJson.read(value)
                    .filter(order -> order.id().equals(key))
                    .ifPresent(o -> ordered.putIfAbsent(key, o));
        }
    }

    /** Forgets all. */
    void clear() {
        ordered.clear();
        wishes.clear();
        progress.clear();
    }

    /** A cancelled replay stays cancelled. */
    private static ReplayControl later(ReplayControl before, ReplayControl now) {
        return before.kind() == ReplayControl.Kind.CANCEL ? before : now;
    }

    /** All replays, in the order of their orders. */
    public List<ReplayEntry> all() {
        return ordered.values().stream().map(this::entry).toList();
    }

    /** The replay with that id. */
    Optional<ReplayEntry> get(String id) {
        return Optional.ofNullable(ordered.get(id)).map(this::entry);
    }

    private ReplayEntry entry(ReplayOrder order) {
        return new ReplayEntry(
                order,
                Optional.ofNullable(wishes.get(order.id())),
                Optional.ofNullable(progress.get(order.id())).orElse(ReplayProgress.waiting(order.createdAt())));
    }

    /** The key of a replay's control order. */
    static String wishKey(String id) {
        return id + WISH;
    }

    /** The key of a replay's progress. */
    static String progressKey(String id) {
        return id + PROGRESS;
    }

    /** The value of a record. */
    public static byte[] value(ReplayOrder order) {
        return ReplayOrderJson.write(order);
    }

    /** The value of a record. */
    public static byte[] value(ReplayControl wish) {
        return RecordJson.bytes(wish);
    }

    /** The value of a record. */
    public static byte[] value(ReplayProgress progress) {
        return RecordJson.bytes(progress);
    }

    private static String id(String key, String suffix) {
        return key.substring(0, key.length() - suffix.length());
    }
}
