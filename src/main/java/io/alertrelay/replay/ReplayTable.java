package io.alertrelay.replay;

import io.alertrelay.record.ReplayControl;
import io.alertrelay.record.ReplayOrder;
import io.alertrelay.record.ReplayProgress;
import io.alertrelay.record.StoredRecord;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All replays, from the records of their topic. For one thread. */
public final class ReplayTable {
    private final Map<String, ReplayOrder> ordered = new LinkedHashMap<>();
    private final Map<String, ReplayControl> controls = new LinkedHashMap<>();
    private final Map<String, ReplayProgress> progress = new LinkedHashMap<>();

    /** Adds the next record. Others are ignored. */
    public void add(StoredRecord record) {
        String id = ReplayOrder.id(record);
        if (record.isTombstone() && record.key().equals(id)) {
            ordered.remove(id);
            controls.remove(id);
            progress.remove(id);
        }
        ReplayOrder.of(record).ifPresent(order -> ordered.putIfAbsent(id, order));
        ReplayControl.of(record).ifPresent(control -> controls.merge(id, control, ReplayTable::later));
        ReplayProgress.of(record).ifPresent(now -> progress.put(id, now));
    }

    /** Forgets all. */
    void clear() {
        ordered.clear();
        controls.clear();
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
                Optional.ofNullable(controls.get(order.id())),
                Optional.ofNullable(progress.get(order.id())).orElse(ReplayProgress.waiting(order.createdAt())));
    }
}
