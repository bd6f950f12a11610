package io.alertrelay.app;

import io.alertrelay.config.ChannelSettings;
import io.alertrelay.delivery.Outbox;
import io.alertrelay.kafka.OffsetTracker;

/** A channel that runs: its outbox, and how far its offsets are. */
record Channel(ChannelSettings settings, Outbox outbox, OffsetTracker offsets) {}
