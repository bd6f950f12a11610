package io.alertrelay.app;

import io.alertrelay.config.ChannelSettings;
import io.alertrelay.delivery.Outbox;
import io.alertrelay.delivery.Progress;
import io.alertrelay.kafka.OffsetTracker;

/** A channel that runs: its outbox, how far its offsets are, and what is settled beyond them. */
record Channel(ChannelSettings settings, Outbox outbox, OffsetTracker offsets, Progress progress) {}
