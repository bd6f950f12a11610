package io.alertrelay.config;

import java.util.List;

/**
 * What a command needs that only reads the topics.
 *
 * @param config without the integrations and channels that have mistakes
 * @param passedOver the mistakes, none of them in {@code kafka}
 */
public record TopicsConfig(RelayConfig config, List<ConfigProblem> passedOver) {
    public TopicsConfig {
        passedOver = List.copyOf(passedOver);
    }
}
