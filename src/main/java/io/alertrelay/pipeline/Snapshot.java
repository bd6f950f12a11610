package io.alertrelay.pipeline;

import io.alertrelay.config.ConfigVersion;
import io.alertrelay.config.RelayConfig;
import io.alertrelay.intake.KeyRing;
import java.time.Instant;
import java.util.List;

/**
 * Everything by which a webhook is taken and routed, made from one configuration. Immutable: a reload replaces it
 * whole, between two webhooks.
 *
 * @param version of the configuration, see {@link ConfigVersion}
 * @param since when it came into force
 */
public record Snapshot(
        RelayConfig config,
        String version,
        Instant since,
        Pipelines pipelines,
        KeyRing keys,
        Inspector inspector,
        Router router) {

    /** The one with which the relay starts. */
    public static Snapshot first(RelayConfig config, Instant now) {
        return of(config, new Pipelines(config), now);
    }

    /** The one that comes after this one. */
    public Snapshot next(RelayConfig newer, Instant now) {
        return of(newer, pipelines.renewed(newer), now);
    }

    /** The integrations that are configured. */
    public List<String> integrationNames() {
        return config.integrationNames();
    }

    /** The channels that are configured. */
    public List<String> channelNames() {
        return config.channelNames();
    }

    private static Snapshot of(RelayConfig config, Pipelines pipelines, Instant now) {
        return new Snapshot(
                config,
                ConfigVersion.of(config),
                now,
                pipelines,
                Pipelines.keys(config),
                pipelines.inspector(),
                pipelines.router());
    }
}
