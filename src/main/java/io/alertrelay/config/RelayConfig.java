package io.alertrelay.config;

import java.util.List;
import java.util.Optional;

/**
 * A whole configuration, without mistakes.
 *
 * @param selfAlert present if the relay is to tell what is wrong with it
 * @param sandbox present if a stand-in Flashduty is to run in this process
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

    /** The names of the channels, in their order. */
    public List<String> channelNames() {
        return channels.stream().map(ChannelSettings::name).toList();
    }
}
