package io.alertrelay.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.alertrelay.record.ChannelReference;
import io.alertrelay.record.KeptRuleSet;
import io.alertrelay.record.StoredRecord;
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

            KeptRuleSet kept = RulesInUse.of(integration, channels, NOW);
            KeptRuleSet read = KeptRuleSet.of(stored(kept)).orElseThrow();
            String yaml = new RulesYaml(Map.of()).write(read.routes().orElseThrow());

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

        KeptRuleSet kept = RulesInUse.of(config.integrations().get(0), config.channels(), NOW);
        KeptRuleSet dedicated = RulesInUse.of(config.integrations().get(1), config.channels(), NOW);

        assertThat(kept.routes().orElseThrow().cases().get(0).channels())
                .containsExactly(
                        new ChannelReference.ByName("infra"),
                        new ChannelReference.ByName("payments"),
                        new ChannelReference.ByName("night"));
        assertThat(kept.channels())
                .containsExactly(
                        new KeptRuleSet.KeptChannel("payments", Optional.of(101L)),
                        new KeptRuleSet.KeptChannel("infra", Optional.of(102L)),
                        new KeptRuleSet.KeptChannel("night", Optional.empty()));
        assertThat(KeptRuleSet.of(stored(kept))).contains(kept);
        assertThat(KeptRuleSet.of(stored(dedicated))).contains(dedicated);
        assertThat(dedicated.version()).isEqualTo(RuleSet.dedicated("night").version());
    }

    @Test
    void whatIsNoKeptRuleSetIsNone() {
        for (String text : List.of("", "x", "[]", "{}", "{\"version\":\"a\",\"routes\":{}}", "null")) {
            assertThat(KeptRuleSet.of(stored(text.getBytes(StandardCharsets.UTF_8))))
                    .as(text)
                    .isEmpty();
        }
    }

    private static StoredRecord stored(KeptRuleSet kept) {
        return stored(kept.draft().value().orElseThrow());
    }

    private static StoredRecord stored(byte[] value) {
        return new StoredRecord(0, 0, NOW, "key", Map.of(), value);
    }

    private static RelayConfig load(String yaml) throws InvalidConfigException {
        return new ConfigLoader(Map.of()).load(yaml, "relay.yaml", Path.of(""));
    }
}
