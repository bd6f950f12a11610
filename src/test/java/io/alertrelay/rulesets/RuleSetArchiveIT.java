package io.alertrelay.rulesets;

import static org.assertj.core.api.Assertions.assertThat;

import io.alertrelay.config.RelayConfig;
import io.alertrelay.kafka.RelayTopics;
import io.alertrelay.kafka.TopicNames;
import io.alertrelay.kafka.TopicReader;
import io.alertrelay.kafka.TopicSetup;
import io.alertrelay.kafka.TopicWriter;
import io.alertrelay.record.KeptRuleSet;
import io.alertrelay.testing.SharedBroker;
import io.alertrelay.testing.TestConfig;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each rule set that was in use is kept, once, with the time when it was first used. */
class RuleSetArchiveIT {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-22T02:00:00Z"), ZoneOffset.UTC);

    private final TopicNames names = new TopicNames(SharedBroker.newPrefix());
    private final RuleSetArchive archive = new RuleSetArchive(SharedBroker.clients(), names, CLOCK);

    @BeforeEach
    void topics() throws Exception {
        try (Admin admin = SharedBroker.clients().admin()) {
            new TopicSetup(admin, 1, 1).ensure(new RelayTopics(names, 1).specs(List.of()));
        }
    }

    @Test
    void keepsTheRulesOfAllIntegrationsOnceAndAnotherVersionBesides() throws Exception {
        String yaml = TestConfig.yaml("{}", 18080, 18081, 18082, "");
        RelayConfig first = TestConfig.load(yaml, Path.of(""));
        RelayConfig second = TestConfig.load(yaml.replace("fallthrough: true", "fallthrough: false"), Path.of(""));
        RuleSetArchive later =
                new RuleSetArchive(SharedBroker.clients(), names, Clock.offset(CLOCK, Duration.ofDays(1)));

        archive.keep(first);
        archive.keep(first);
        later.keep(second);
        later.keep(first);

        assertThat(archive.all())
                .extracting(KeptRuleSet::version)
                .containsExactly(version(first, 0), version(first, 1), version(second, 0));
        assertThat(archive.all())
                .extracting(KeptRuleSet::firstUsedAt)
                .containsExactly(
                        CLOCK.instant(), CLOCK.instant(), CLOCK.instant().plus(Duration.ofDays(1)));
        try (TopicReader reader = new TopicReader(SharedBroker.clients())) {
            assertThat(reader.ends(names.ruleSets())).containsEntry(0, 3L);
        }
    }

    @Test
    void ofTwoRelaysThatStartAtTheSameTimeTheFirstToWriteCounts() throws Exception {
        RelayConfig config = TestConfig.load(TestConfig.yaml("{}", 18080, 18081, 18082, ""), Path.of(""));
        archive.keep(config);
        List<KeptRuleSet> before = List.copyOf(archive.all());

        for (KeptRuleSet kept : before) {
            write(names.ruleSets(), kept);
        }

        assertThat(archive.all()).containsExactlyElementsOf(before);
    }

    private static void write(String topic, KeptRuleSet kept) throws Exception {
        KeptRuleSet repeat = new KeptRuleSet(
                kept.version(),
                "another",
                kept.firstUsedAt().plusSeconds(1),
                kept.channels(),
                kept.channel(),
                kept.routes());
        try (TopicWriter writer = new TopicWriter(SharedBroker.clients())) {
            writer.write(topic, repeat.draft());
        }
    }

    private static String version(RelayConfig config, int integration) {
        return config.integrations().get(integration).rules().version();
    }
}
