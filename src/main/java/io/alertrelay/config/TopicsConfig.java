package io.alertrelay.config;

import java.util.List;

/**
 * The configuration of a command that only reads the topics.
 *
 * @param config without the integrations and channels that have mistakes
 * @param passedOver the ignored mistakes, none of them in {@code kafka}
 */
public record TopicsConfig(RelayConfig config, List<ConfigProblem> passedOver) {
    public TopicsConfig {
        passedOver = List.copyOf(passedOver);
    }
}
