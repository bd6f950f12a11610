package io.alertrelay.app;

import io.alertrelay.config.RelayConfig;
import io.alertrelay.kafka.WebhookPartitions;
import io.alertrelay.observe.Events;
import io.alertrelay.pipeline.ConfigSnapshot;
import io.alertrelay.watchdog.Watchdog;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.InstantSource;
import java.util.function.Supplier;

/**
 * What the parts of a relay share.
 *
 * @param current what is in force now
 * @param partitions that webhooks have
 * @param steady for whatever waits: it never steps
 * @param closing what has started
 */
record Parts(
        RelayConfig config,
        Supplier<ConfigSnapshot> current,
        KafkaRuntime kafka,
        WebhookPartitions partitions,
        Events events,
        Watchdog watchdog,
        Clock clock,
        Clock steady,
        InstantSource ages,
        SecureRandom random,
        Closing closing) {}
