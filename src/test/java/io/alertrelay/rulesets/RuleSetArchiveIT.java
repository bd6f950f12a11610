package io.alertrelay.rulesets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.sun.management.ThreadMXBean;
import io.alertrelay.config.RelayConfig;
import io.alertrelay.kafka.RelayTopics;
import io.alertrelay.kafka.TopicNames;
import io.alertrelay.kafka.TopicReader;
import io.alertrelay.kafka.TopicSetup;
import io.alertrelay.kafka.TopicWriter;
import io.alertrelay.record.KeptRuleSet;
import io.alertrelay.record.NewRecord;
import io.alertrelay.testing.SharedBroker;
import io.alertrelay.testing.TestConfig;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import org.apache.kafka.clients.admin.Admin;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
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

        assertThat(KeptRules.of(archive).all())
                .extracting(KeptVersion::version)
                .containsExactly(version(first, 0), version(first, 1), version(second, 0));
        assertThat(KeptRules.of(archive).all())
                .extracting(KeptVersion::firstUsedAt)
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
        List<KeptVersion> before = KeptRules.of(archive).all();

        for (KeptVersion kept : before) {
            write(names.ruleSets(), KeptRules.of(archive, kept.version()).find(kept.version()));
        }

        assertThat(KeptRules.of(archive).all()).containsExactlyElementsOf(before);
    }

    /** A relay starts however many rules it ever had: those of all together do not fit into its heap. */
    @Test
    void rulesThatAreNotInUseAreNotParsedWhenARelayStarts() throws Exception {
        String vals = String.join(",", Collections.nCopies(100_000, "\"a\""));
        try (TopicWriter writer = new TopicWriter(SharedBroker.clients())) {
            for (int i = 0; i < 20; i++) {
                String rules = """
                        {"version":"old-%d","integration":"arms","first_used_at":"2026-11-22T02:00:00Z","channels":[],
                         "routes":{"cases":[{"if":[{"key":"title","oper":"IN","vals":[%s]}],"channels":["night"],
                                                "fallthrough":false,"routing_mode":"standard"}],
                                   "default":{"channels":["night"]}}}""".formatted(i, vals);
                writer.write(names.ruleSets(), NewRecord.of("old-" + i, rules.getBytes(StandardCharsets.UTF_8)));
            }
        }
        RelayConfig config = TestConfig.load(TestConfig.yaml("{}", 18080, 18081, 18082, ""), Path.of(""));
        archive.keep(config);

        long parsed = allocatedBy(() -> assertThat(KeptRules.of(archive).all()).hasSize(22));

        assertThat(allocatedBy(() -> archive.keep(config))).isLessThan(parsed / 2);
    }

    private static long allocatedBy(ThrowingCallable work) throws Exception {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        assertThatCode(work).doesNotThrowAnyException();
        return threads.getCurrentThreadAllocatedBytes() - before;
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
