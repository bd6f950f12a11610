package io.alertrelay.channels;

import io.alertrelay.config.ChannelSettings;
import io.alertrelay.config.PushUrl;
import io.alertrelay.delivery.Outbox;
import io.alertrelay.delivery.Slowdown;
import io.alertrelay.delivery.Unrecorded;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the outbox of a channel that was removed leaves to the next one of that channel: what it had not recorded, and
 * how Flashduty slows it. A fault is not left: whoever changes the channel wants to see whether that fixes it.
 */
final class FormerOutboxes {
    private final Map<String, Left> left = new ConcurrentHashMap<>();

    private record Left(PushUrl pushUrl, Unrecorded unrecorded, Slowdown slowdown) {}

    /** The channel is removed, perhaps to be added again with other settings; its outbox has finished. */
    void removed(ChannelSettings settings, Outbox outbox) {
        left.put(settings.name(), new Left(settings.pushUrl(), outbox.unrecorded(), outbox.slowdown()));
    }

    /** What the channel's outbox before had not recorded. */
    Unrecorded unrecorded(String channel) {
        return of(channel).map(Left::unrecorded).orElseGet(Unrecorded::none);
    }

    /** Slows the channel's new outbox, before it is started, as the one before was by the same target. */
    void applyTo(Outbox outbox, ChannelSettings settings) {
        of(settings.name())
                .filter(before -> before.pushUrl().equals(settings.pushUrl()))
                .map(Left::slowdown)
                .ifPresent(outbox::slowdown);
    }

    private Optional<Left> of(String channel) {
        return Optional.ofNullable(left.get(channel));
    }
}
