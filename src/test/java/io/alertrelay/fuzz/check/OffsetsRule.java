package io.alertrelay.fuzz.check;

import io.alertrelay.fuzz.history.History;
import io.alertrelay.fuzz.history.OffsetLook;
import io.alertrelay.fuzz.history.SeenEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A committed offset is never above something that is not settled: at any moment each record of a channel below it has
 * its receipt, and each alert of a webhook below it is queued. In the end everything is committed.
 */
final class OffsetsRule implements Rule {
    @Override
    public String name() {
        return "offsets";
    }

    @Override
    public List<Violation> check(Evidence evidence) {
        List<Violation> found = new ArrayList<>();
        List<OffsetLook> looks = evidence.history().looks();
        looks.forEach(look -> {
            evidence.deliveries().values().forEach(delivery -> delivery(delivery, look, evidence.history(), found));
            evidence.events().forEach(event -> event(event, evidence.of(event), evidence.gone(event), look, found));
        });
        looks.stream()
                .skip(Math.max(0, looks.size() - 1))
                .forEach(last -> last.channelEnds().forEach((channel, end) -> {
                    long committed = last.channels().getOrDefault(channel, 0L);
                    if (committed != end && !ofALostTopic(committed, channel, last, evidence.history())) {
                        found.add(
                                new Violation(name(), "", channel + " is committed up to " + committed + " of " + end));
                    }
                }));
        return found;
    }

    private void delivery(DueOnce delivery, OffsetLook look, History history, List<Violation> found) {
        long committed = look.channels().getOrDefault(delivery.channel(), 0L);
        if (isBeyondTheEnd(committed, delivery.channel(), look)) {
            return;
        }
        boolean passed = delivery.records().stream()
                .filter(record -> inTopic(record, look, history))
                .map(SeenEvent::offset)
                .anyMatch(offset -> offset < committed);
        if (passed && delivery.settled().stream().noneMatch(s -> s.offset() < look.receiptsEnd())) {
            found.add(new Violation(
                    name(),
                    delivery.version().alertKey(),
                    delivery.channel() + " was committed up to "
                            + committed + " at " + look.at() + " when " + delivery.id() + " ("
                            + delivery.records().get(0).offset() + ") had no receipt"));
        }
    }

    /** Then it is of a topic that was deleted, maybe in an earlier round; at the end of a round there must be none. */
    private static boolean isBeyondTheEnd(long committed, String channel, OffsetLook look) {
        return committed > look.channelEnds().getOrDefault(channel, 0L);
    }

    /**
     * Whether it is of a topic that was deleted in this round: brokers that are killed may keep what was committed for
     * it, and nothing is committed for the new one before something stands in it.
     */
    private static boolean ofALostTopic(long committed, String channel, OffsetLook look, History history) {
        return isBeyondTheEnd(committed, channel, look)
                && history.losses().stream().anyMatch(loss -> loss.channel().equals(channel));
    }

    /** Whether it was the topic of that time: the one that was made after it begins with offset 0 again. */
    private static boolean inTopic(SeenEvent record, OffsetLook look, History history) {
        return history.losses().stream()
                .filter(loss -> loss.channel().equals(record.channel()))
                .allMatch(loss -> record.lost() ? look.at() < loss.from() : look.at() > loss.to());
    }

    private void event(
            StoredAlert event, List<DueOnce> deliveries, Set<String> gone, OffsetLook look, List<Violation> found) {
        long committed = look.webhooks().getOrDefault(event.webhook().partition(), 0L);
        boolean queued = !gone.isEmpty()
                || deliveries.stream()
                        .anyMatch(delivery -> delivery.records().stream()
                                .anyMatch(record ->
                                        record.offset() < look.channelEnds().getOrDefault(record.channel(), 0L)));
        if (event.webhook().offset() < committed && !queued) {
            found.add(new Violation(
                    name(),
                    event.version().alertKey(),
                    "routing was committed up to " + committed + " at " + look.at() + " when " + event.id()
                            + " was not queued"));
        }
    }
}
