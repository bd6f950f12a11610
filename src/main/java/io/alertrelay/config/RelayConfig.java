package io.alertrelay.config;

import java.util.List;
import java.util.Optional;

/**
 * A complete, valid configuration.
 *
 * @param selfAlert present if the relay reports its own problems
 * @param sandbox present if a stand-in Flashduty runs in this process
 */
public record RelayConfig(
        KafkaSettings kafka,
        ServerSettings server,
        ManagementSettings management,
        Optional<SandboxSettings> sandbox,
        FlashdutySettings flashduty,
        RoutingSettings routing,
        Optional<SelfAlertSettings> selfAlert,
        List<IntegrationSettings> integrations,
        List<ChannelSettings> channels) {
    public RelayConfig {
        integrations = List.copyOf(integrations);
        channels = List.copyOf(channels);
    }

    /** The names of the integrations, in their order. */
    public List<String> integrationNames() {
        return integrations.stream().map(IntegrationSettings::name).toList();
    }

    /** The integration of that name. */
    public Optional<IntegrationSettings> integration(String name) {
        return integrations.stream().filter(one -> one.name().equals(name)).findFirst();
    }

    /** The names of the channels, in their order. */
    public List<String> channelNames() {
        return channels.stream().map(ChannelSettings::name).toList();
    }
}
