package io.alertrelay.pipeline;

import io.alertrelay.config.ConfigVersion;
import io.alertrelay.config.KeyRing;
import io.alertrelay.config.RelayConfig;
import java.time.Instant;
import java.util.List;

/**
 * Everything needed to accept and route webhooks, built from one configuration. Immutable: a reload replaces the whole
 * between two webhooks.
 *
 * @param version of the configuration, see {@link ConfigVersion}
 * @param since when it took effect
 */
public record ConfigSnapshot(
        RelayConfig config,
        String version,
        Instant since,
        Pipelines pipelines,
        KeyRing keys,
        Inspector inspector,
        Router router) {

    /** The snapshot with which the relay starts. */
    public static ConfigSnapshot first(RelayConfig config, Instant now) {
        return of(config, new Pipelines(config), now);
    }

    /** The snapshot of a newer configuration. */
    public ConfigSnapshot next(RelayConfig newer, Instant now) {
        return of(newer, pipelines.renewed(newer), now);
    }

    /** The names of the configured integrations. */
    public List<String> integrationNames() {
        return config.integrationNames();
    }

    /** The names of the configured channels. */
    public List<String> channelNames() {
        return config.channelNames();
    }

    private static ConfigSnapshot of(RelayConfig config, Pipelines pipelines, Instant now) {
        return new ConfigSnapshot(
                config,
                ConfigVersion.of(config),
                now,
                pipelines,
                KeyRing.from(config.integrations()),
                pipelines.inspector(),
                pipelines.router());
    }
}
