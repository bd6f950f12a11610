package io.alertrelay.channels;

import io.alertrelay.config.ChannelSettings;
import io.alertrelay.delivery.Outbox;
import io.alertrelay.delivery.SettledProgress;
import io.alertrelay.kafka.OffsetTracker;
import java.time.Instant;

/**
 * A channel that runs: its outbox, how far its offsets are, and what is settled beyond them.
 *
 * @param slug what its routes are called by
 * @param stages what may stop of it
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
