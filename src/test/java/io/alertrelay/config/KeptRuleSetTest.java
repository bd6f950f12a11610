package io.alertrelay.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.alertrelay.routing.ChannelReference;
import io.alertrelay.routing.RuleSet;
import io.alertrelay.testing.RandomIntegration;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Rules that were in use can be had back. */
class KeptRuleSetTest {
    private static final Instant NOW = Instant.parse("2026-11-22T02:00:00Z");

    @Test
    void whatIsKeptIsTheSameVersionWhenItIsReadAgainAndWhenItsYamlIs() throws Exception {
        Random random = new Random(7);
        List<ChannelSettings> channels = RandomIntegration.channels();
        for (int i = 0; i < 500; i++) {
            IntegrationSettings integration = RandomIntegration.with(random);

            KeptRuleSet kept = KeptRuleSet.of(integration, channels, NOW);
            KeptRuleSet read = KeptRuleSetJson.read(bytes(kept)).orElseThrow();
            String yaml = new RulesYaml(Map.of()).write(read.rules().orElseThrow());

            assertThat(read).isEqualTo(kept);
            assertThat(kept.version()).isEqualTo(integration.rules().version());
            assertThat(new RulesFile(channels).read(yaml, "yaml").version()).isEqualTo(kept.version());
        }
    }

    @Test
    void channelsStandByNameInTheirOrderAndBesideThemTheirIds() throws Exception {
        RelayConfig config = load("""
                integrations:
                  - name: arms
                    key: a-long-key
                    routes:
                      cases: [{ if: [{ key: title, oper: IN, vals: ["\\u0001 支付"] }], channel_ids: [102, 101], channels: [night] }]
                      default: { channel_ids: [101] }
                  - { name: other, key: another-long-key, channel: night }
                channels:
                  - { name: payments, id: 101, push_url: "https://example.com/a" }
                  - { name: infra, id: 102, push_url: "https://example.com/b" }
                  - { name: night, push_url: "https://example.com/c" }
                """);

        KeptRuleSet kept = KeptRuleSet.of(config.integrations().get(0), config.channels(), NOW);
        KeptRuleSet dedicated = KeptRuleSet.of(config.integrations().get(1), config.channels(), NOW);

        assertThat(((KeptRuleSet.Content.Shared) kept.content())
                        .rules()
                        .cases()
                        .get(0)
                        .channels())
                .containsExactly(
                        new ChannelReference.ByName("infra"),
                        new ChannelReference.ByName("payments"),
                        new ChannelReference.ByName("night"));
        assertThat(kept.channels())
                .isEqualTo(
                        Map.of("payments", Optional.of(101L), "infra", Optional.of(102L), "night", Optional.empty()));
        assertThat(KeptRuleSetJson.read(bytes(kept))).contains(kept);
        assertThat(KeptRuleSetJson.read(bytes(dedicated))).contains(dedicated);
        assertThat(dedicated.version()).isEqualTo(RuleSet.dedicated("night").version());
    }

    @Test
    void whatIsNoKeptRuleSetIsNone() {
        for (String text : List.of("", "x", "[]", "{}", "{\"version\":\"a\",\"routes\":{}}", "null")) {
            assertThat(KeptRuleSetJson.read(text.getBytes(StandardCharsets.UTF_8)))
                    .as(text)
                    .isEmpty();
        }
    }

    private static byte[] bytes(KeptRuleSet kept) {
        return KeptRuleSetJson.write(kept).toString().getBytes(StandardCharsets.UTF_8);
    }

    private static RelayConfig load(String yaml) throws InvalidConfigException {
        return new ConfigLoader(Map.of()).load(yaml, "relay.yaml", Path.of(""));
    }
}
