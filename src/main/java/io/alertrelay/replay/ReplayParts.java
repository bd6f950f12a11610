package io.alertrelay.replay;

import io.alertrelay.config.RelayConfig;
import io.alertrelay.kafka.GroupOffsets;
import io.alertrelay.kafka.KafkaClients;
import io.alertrelay.kafka.TopicNames;
import java.time.Clock;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;

/**
 * What a relay carries out replays with.
 *
 * @param config the current configuration
 * @param partition the current partition of webhooks of an integration, by its name
 * @param wall the clock for records
 * @param steady the clock for the pace; never set back or forward
 * @param progress is run again and again: a plan, or what was received while a replay was paused, may be long
 */
record ReplayParts(
        KafkaClients clients,
        GroupOffsets offsets,
        TopicNames names,
        Supplier<RelayConfig> config,
        ToIntFunction<String> partition,
        Clock wall,
        Clock steady,
        Runnable progress) {}
