package io.alertrelay.replay;

import java.nio.charset.StandardCharsets;
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

    private final ReplayOrderJson orders = new ReplayOrderJson();
    private final Map<String, ReplayOrder> ordered = new LinkedHashMap<>();
    private final Map<String, ReplayControl> wishes = new LinkedHashMap<>();
    private final Map<String, ReplayProgress> progress = new LinkedHashMap<>();

    /** Adds the next record. Others are ignored. */
    public void add(String key, byte[] value) {
        if (key.endsWith(WISH)) {
            ReplayJson.wish(value).ifPresent(wish -> wishes.merge(id(key, WISH), wish, ReplayTable::later));
        } else if (key.endsWith(PROGRESS)) {
            ReplayJson.progress(value).ifPresent(p -> progress.put(id(key, PROGRESS), p));
        } else {
            orders.read(value).filter(order -> order.id().equals(key)).ifPresent(o -> ordered.putIfAbsent(key, o));
        }
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
    public Optional<ReplayEntry> get(String id) {
        return Optional.ofNullable(ordered.get(id)).map(this::entry);
    }

    private ReplayEntry entry(ReplayOrder order) {
        return new ReplayEntry(
                order,
                Optional.ofNullable(wishes.get(order.id())),
                Optional.ofNullable(progress.get(order.id())).orElse(ReplayProgress.waiting(order.createdAt())));
    }

    /** The key of a replay's control order. */
    public static String wishKey(String id) {
        return id + WISH;
    }

    /** The key of a replay's progress. */
    public static String progressKey(String id) {
        return id + PROGRESS;
    }

    /** The value of a record. */
    public static byte[] value(ReplayOrder order) {
        return bytes(new ReplayOrderJson().write(order).toString());
    }

    /** The value of a record. */
    public static byte[] value(ReplayControl wish) {
        return bytes(ReplayJson.of(wish).toString());
    }

    /** The value of a record. */
    public static byte[] value(ReplayProgress progress) {
        return bytes(ReplayJson.of(progress).toString());
    }

    private static String id(String key, String suffix) {
        return key.substring(0, key.length() - suffix.length());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
