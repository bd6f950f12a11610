package io.alertrelay.status;

import io.alertrelay.channels.Channel;
import io.alertrelay.channels.Channels;
import io.alertrelay.config.SelfAlertSettings;
import io.alertrelay.delivery.ChannelState;
import io.alertrelay.kafka.TopicFaults;
import io.alertrelay.kafka.TopicNames;
import io.alertrelay.pipeline.ConfigSnapshot;
import io.alertrelay.text.OneLine;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * The channels of this relay to which nothing gets through for longer than the configuration allows, except paused
 * ones: they are held, or answered for as long that requests are too frequent. Thread-safe.
 */
public final class LongHeldChannels {
    /** Where the relay does not report its problems itself, the pages and the status of other relays say it all the same. */
    private static final Duration BY_DEFAULT = Duration.ofMinutes(10);

    private final Channels channels;
    private final TopicFaults faults;
    private final TopicNames names;
    private final Supplier<ConfigSnapshot> current;
    private final boolean alone;
    private final Clock clock;
    private Map<String, String> last = Map.of();

    /** @param alone whether no other relay can deliver to a channel that this one does not deliver to */
    public LongHeldChannels(
            Channels channels,
            TopicFaults faults,
            TopicNames names,
            Supplier<ConfigSnapshot> current,
            boolean alone,
            Clock clock) {
        this.channels = channels;
        this.faults = faults;
        this.names = names;
        this.current = current;
        this.alone = alone;
        this.clock = clock;
    }

    /**
     * The causes, by channel, as they were when the time was exceeded: so they change only when a channel is added or
     * removed.
     */
    public synchronized Map<String, String> causes() {
        Map<String, String> now = new TreeMap<>();
        Duration heldAfter = current.get()
                .config()
                .selfAlert()
                .map(SelfAlertSettings::heldAfter)
                .orElse(BY_DEFAULT);
        Instant limit = clock.instant().minus(heldAfter);
        for (Channel channel : channels.all()) {
            String name = channel.settings().name();
            if (alone || channel.offsets().isAssigned()) {
                cause(channel, limit).ifPresent(cause -> now.put(name, last.getOrDefault(name, cause)));
            }
        }
        last = Map.copyOf(now);
        return last;
    }

    private Optional<String> cause(Channel channel, Instant limit) {
        ChannelState state = channel.outbox().status().state();
        // A channel that is slowed runs again with the first event that is taken.
        boolean stuck = state instanceof ChannelState.Failing;
        return faults.of(names.channel(channel.settings().name()))
                .filter(fault -> fault.since().isBefore(limit))
                .map(fault -> fault.where() + ": " + fault.cause())
                .or(() -> state.fault()
                        .filter(cause -> stuck
                                && state.faultSince().filter(limit::isAfter).isPresent()))
                .map(OneLine::of);
    }
}
