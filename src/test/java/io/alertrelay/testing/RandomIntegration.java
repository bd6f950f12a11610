package io.alertrelay.testing;

import io.alertrelay.alert.Severity;
import io.alertrelay.config.ChannelSettings;
import io.alertrelay.config.ConfigLoader;
import io.alertrelay.config.IntegrationKey;
import io.alertrelay.config.IntegrationSettings;
import io.alertrelay.config.InvalidConfigException;
import io.alertrelay.config.RulesFile;
import io.alertrelay.config.RulesYaml;
import io.alertrelay.config.Secret;
import io.alertrelay.flashduty.EventTemplate;
import io.alertrelay.routing.RandomRules;
import io.alertrelay.routing.TestRules;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;

/** Integrations with random rules, and the channels that those name. */
public final class RandomIntegration {
    private static final List<ChannelSettings> CHANNELS = load();

    private RandomIntegration() {}

    /** The channels that random rules name, with their ids. */
    public static List<ChannelSettings> channels() {
        return CHANNELS;
    }

    /** An integration with random rules; they name channels by name and by id. */
    public static IntegrationSettings with(Random random) throws InvalidConfigException {
        String yaml = new RulesYaml(Map.of()).write(RandomRules.rules(random));
        return new IntegrationSettings(
                "arms",
                Optional.of("90"),
                List.of(new IntegrationKey(new Secret("a-long-key"), Optional.empty())),
                Severity.WARNING,
                Map.of(),
                new RulesFile(CHANNELS).read(yaml, "random.yaml"),
                false,
                EventTemplate.standard());
    }

    private static List<ChannelSettings> load() {
        String channels = TestRules.CHANNELS.entrySet().stream()
                .map(c -> "  - { name: %s, id: %d, push_url: \"https://example.com/%d\" }"
                        .formatted(c.getValue(), c.getKey(), c.getKey()))
                .collect(Collectors.joining("\n"));
        String yaml = "integrations:\n  - { name: arms, key: a-long-key, channel: night }\nchannels:\n" + channels;
        try {
            return new ConfigLoader(Map.of())
                    .load(yaml, "channels.yaml", Path.of(""))
                    .channels();
        } catch (InvalidConfigException e) {
            throw new IllegalStateException(e);
        }
    }
}
