package io.alertrelay.channels;

import io.alertrelay.config.ChannelSettings;
import io.alertrelay.delivery.Outbox;
import io.alertrelay.delivery.Pause;
import io.alertrelay.delivery.Pausing;
import io.alertrelay.record.ChannelOrder;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * What pauses channels: the configuration, or else the last order of an operator. When the configuration no longer
 * pauses a channel, that is removed and added again; what waited meanwhile counts as no older.
 */
final class ChannelPauses {
    /** By whom a channel is paused that the configuration pauses; no operator may be called so. */
    static final String BY_CONFIGURATION = "the configuration";

    private final Function<String, Optional<ChannelOrder>> standing;
    private final InstantSource wall;
    private final InstantSource steady;
    /** Until when the configuration paused a channel that it no longer pauses. */
    private final Map<String, Instant> pausedUntil = new ConcurrentHashMap<>();
    /** The last pause that was ordered for a channel. */
    private final Map<String, Ordered> ordered = new ConcurrentHashMap<>();

    private record Ordered(ChannelOrder order, Pausing pausing) {}

    /**
     * @param standing the last order about a channel's pause; must not block
     * @param steady never set back or forward
     */
    ChannelPauses(Function<String, Optional<ChannelOrder>> standing, InstantSource wall, InstantSource steady) {
        this.standing = standing;
        this.wall = wall;
        this.steady = steady;
    }

    /** Pauses the channel's new outbox, or not, before it is started. */
    void applyTo(Outbox outbox, ChannelSettings settings) {
        if (settings.paused()) {
            outbox.pause(new Pause(BY_CONFIGURATION, "", wall.instant(), Optional.empty()));
        } else {
            Optional.ofNullable(pausedUntil.get(settings.name())).ifPresent(at -> outbox.resume(at, BY_CONFIGURATION));
            standing.apply(settings.name()).ifPresent(order -> obey(order, outbox));
        }
    }

    /** Executes an order for a channel. One that the configuration pauses stays paused. */
    void obey(ChannelOrder order, Channel channel) {
        if (!channel.settings().paused()) {
            obey(order, channel.outbox());
        }
    }

    private void obey(ChannelOrder order, Outbox outbox) {
        switch (order.kind()) {
            case PAUSE -> outbox.pause(pausing(order));
            case RESUME -> outbox.resume(order.at(), "said " + order.by());
            case PROBE -> outbox.probe();
        }
    }

    /** An order that is executed again, for the channel's next outbox, ends when it would have ended for the first. */
    private Pausing pausing(ChannelOrder order) {
        return ordered.compute(
                        order.channel(),
                        (channel, known) -> known != null && known.order().equals(order)
                                ? known
                                : new Ordered(
                                        order,
                                        Pausing.of(
                                                new Pause(order.by(), order.reason(), order.at(), order.until()),
                                                wall.instant(),
                                                steady.instant())))
                .pausing();
    }

    /** The channel is removed, perhaps to be added again with other settings. */
    void removed(ChannelSettings settings) {
        if (settings.paused()) {
            pausedUntil.put(settings.name(), wall.instant());
        }
    }
}
