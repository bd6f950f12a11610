package io.alertrelay.app;

import io.alertrelay.config.ChannelSettings;
import io.alertrelay.config.Format;
import io.alertrelay.config.RelayConfig;
import io.alertrelay.pipeline.Inspector;
import io.alertrelay.pipeline.IntegrationPipeline;
import io.alertrelay.pipeline.Rerouter;
import io.alertrelay.pipeline.Router;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** From the configuration to what is done with each integration's webhooks. */
final class Pipelines {
    private final Map<String, IntegrationPipeline> integrations;
    private final Map<String, Format> formats;

    Pipelines(RelayConfig config) {
        this(config, Map.of());
    }

    private Pipelines(RelayConfig config, Map<String, IntegrationPipeline> earlier) {
        integrations = new HashMap<>(earlier);
        config.integrations().stream().map(IntegrationPipeline::of).forEach(p -> integrations.put(p.name(), p));
        formats = config.channels().stream().collect(Collectors.toMap(ChannelSettings::name, ChannelSettings::format));
    }

    /**
     * Those of a newer configuration. An integration that it has no longer keeps its pipeline: webhooks of it that were
     * accepted before are still to be routed.
     */
    Pipelines renewed(RelayConfig config) {
        return new Pipelines(config, integrations);
    }

    Inspector inspector() {
        return new Inspector(integrations);
    }

    Router router() {
        return new Router(integrations, formats);
    }

    Rerouter rerouter() {
        return new Rerouter(integrations, formats);
    }

    /** What is done with the webhooks of the integration, if it is configured. */
    Optional<IntegrationPipeline> pipeline(String integration) {
        return Optional.ofNullable(integrations.get(integration));
    }

    /** The name of the integration by its key. */
    static Map<String, String> keys(RelayConfig config) {
        Map<String, String> keys = new HashMap<>();
        config.integrations().forEach(i -> keys.put(i.key().reveal(), i.name()));
        return keys;
    }
}
