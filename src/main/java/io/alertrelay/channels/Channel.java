package io.alertrelay.channels;

import io.alertrelay.config.ChannelSettings;
import io.alertrelay.delivery.Outbox;
import io.alertrelay.delivery.SettledProgress;
import io.alertrelay.kafka.OffsetTracker;
import java.time.Instant;

/**
 * A running channel: its outbox, its offsets, and what is settled beyond them.
 *
 * @param slug the name of its routes
 * @param stages of it, which are watched
 * @param since when it was started
 */
public record Channel(
        ChannelSettings settings,
        String slug,
        Outbox outbox,
        OffsetTracker offsets,
        SettledProgress progress,
        ChannelStages stages,
        Instant since) {}
