package io.alertrelay.app;

import io.alertrelay.config.RelayConfig;
import io.alertrelay.kafka.WebhookPartitions;
import io.alertrelay.observe.Telemetry;
import io.alertrelay.pipeline.ConfigSnapshot;
import io.alertrelay.watchdog.Watchdog;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.InstantSource;
import java.util.function.Supplier;

/**
 * What the parts of a relay share.
 *
 * @param current the current configuration
 * @param partitions of webhooks
 * @param steady the clock for waits; never set back or forward
 * @param closing closes what was started
 */
record Parts(
        RelayConfig config,
        Supplier<ConfigSnapshot> current,
        KafkaRuntime kafka,
        WebhookPartitions partitions,
        Telemetry telemetry,
        Watchdog watchdog,
        Clock clock,
        Clock steady,
        InstantSource ages,
        SecureRandom random,
        Closing closing) {}
