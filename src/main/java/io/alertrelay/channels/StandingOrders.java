package io.alertrelay.channels;

import io.alertrelay.record.ChannelOrder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The last order about each channel's pause, and its last probe, with their offsets in the topic. These decide which of
 * two is the later one: whoever placed an order reads it a second time. One that is written again because the topic was
 * recreated may come after the one that ended it: then the later one counts all the same, and is lost, as is whatever
 * the new topic does not have yet. Who knows a lost one must write it again.
 *
 * <p>{@link ChannelOrders} lets one thread at a time change it; others may ask for orders meanwhile.
 */
final class StandingOrders {
    /** The offset of an order that was in an earlier topic of that name, or is followed by an older one. */
    private static final long LOST = -1;

    private final Map<String, Latest> latest = new ConcurrentHashMap<>();

    private record Latest(ChannelOrder order, long offset) {
        boolean isLost() {
            return offset == LOST && order.kind() != ChannelOrder.Kind.PROBE;
        }
    }

    /** The last one about a channel's pause: whether, and until when, it is paused, or since when it is not. */
    Optional<ChannelOrder> aboutPause(String channel) {
        return Optional.ofNullable(latest.get(ChannelOrder.pauses(channel))).map(Latest::order);
    }

    /**
     * An order is in the topic.
     *
     * @param again whether it was written again by somebody who knew it
     * @return whether it is a new one, to be executed
     */
    boolean take(ChannelOrder order, long offset, boolean again) {
        Latest before = latest.get(order.key());
        if (before != null && before.offset() >= offset) {
            return false;
        }
        if (before != null && again && order.at().isBefore(before.order().at())) {
            // Whoever wrote it had not read the later one, which must be the last of the topic.
            latest.put(order.key(), new Latest(before.order(), LOST));
            return false;
        }
        latest.put(order.key(), new Latest(order, offset));
        return true;
    }

    /** It is another topic of that name: what was read before counts until it is changed there. */
    void forgetOffsets() {
        latest.replaceAll((key, known) -> new Latest(known.order(), LOST));
    }

    /** Pauses, and ends of pauses, that are not the last word of the topic. A probe is over. */
    List<ChannelOrder> lost() {
        return latest.values().stream()
                .filter(Latest::isLost)
                .map(Latest::order)
                .toList();
    }

    /** A lost one is in the topic again. */
    void written(ChannelOrder order, long offset) {
        latest.put(order.key(), new Latest(order, offset));
    }
}
