package io.alertrelay.app;

import io.alertrelay.config.ConfigVersion;
import io.alertrelay.config.RelayConfig;
import io.alertrelay.intake.KeyRing;
import io.alertrelay.pipeline.Inspector;
import io.alertrelay.pipeline.Router;
import java.time.Instant;
import java.util.List;

/**
 * Everything by which a webhook is taken and routed, made from one configuration. Immutable: a reload replaces it
 * whole, between two webhooks.
 *
 * @param version of the configuration, see {@link ConfigVersion}
 * @param since when it came into force
 */
record Snapshot(
        RelayConfig config,
        String version,
        Instant since,
        Pipelines pipelines,
        KeyRing keys,
        Inspector inspector,
        Router router) {

    /** The one with which the relay starts. */
    static Snapshot first(RelayConfig config, Instant now) {
        return of(config, new Pipelines(config), now);
    }

    /** The one that comes after this one. */
    Snapshot next(RelayConfig newer, Instant now) {
        return of(newer, pipelines.renewed(newer), now);
    }

    /** The integrations that are configured. */
    List<String> integrationNames() {
        return config.integrationNames();
    }

    /** The channels that are configured. */
    List<String> channelNames() {
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
