package io.alertrelay.repair;

import static io.alertrelay.testing.TestConfig.load;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alertrelay.kafka.GroupOffsets;
import io.alertrelay.kafka.KafkaClients;
import io.alertrelay.kafka.TopicWriter;
import io.alertrelay.reading.Ledger;
import io.alertrelay.reading.Resolutions;
import io.alertrelay.reading.WaitingDeliveries;
import io.alertrelay.record.DeadLetter;
import io.alertrelay.record.Resolution;
import io.alertrelay.record.StoredRecord;
import io.alertrelay.testing.SharedBroker;
import io.alertrelay.testing.TestConfig;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How many dead letters and resolutions there are in the topic decides nothing about the memory of a question. */
@Timeout(120)
class RepairsTest {
    private static final Instant T0 = Instant.parse("2026-11-22T02:00:00Z");
    private static final RepairFilter UNRESOLVED = filter(false);
    private static final RepairFilter ALL = filter(true);
    private static final int RESOLUTIONS = 100_000;
    private static final int LETTERS = 3_000;
    private static final long MEGABYTE = 1 << 20;
    /** More than Kafka takes in one record. */
    private static final int TOO_LARGE = 41 << 20;

    @TempDir
    private Path folder;

    private final KafkaClients clients = SharedBroker.clients();
    private final String prefix = SharedBroker.newPrefix();
    private final String topic = prefix + "dead-letters";
    private final List<Future<?>> acks = new ArrayList<>();
    private Admin admin;
    private Letters letters;
    private long before;
    private long most;
    private int written;

    @BeforeEach
    void open() throws Exception {
        SharedBroker.create(prefix + "webhooks", 1);
        SharedBroker.create(topic, 1);
        admin = clients.admin();
        letters = new Letters(Ledger.ofRunning(
                load(TestConfig.yaml(SharedBroker.asConfigured(prefix), 0, 0, 1, ""), folder),
                clients,
                new GroupOffsets(admin),
                WaitingDeliveries.UNKNOWN));
    }

    @AfterEach
    void close() {
        admin.close();
    }

    @Test
    void aQuestionKeepsNoResolutionsOfWhatItDoesNotShow() throws Exception {
        try (TopicWriter writer = new TopicWriter(clients)) {
            letter(writer, "");
            for (int i = 0; i < RESOLUTIONS; i++) {
                resolve(writer, "dl-0-" + i, "ann");
            }
            letter(writer, "");
            Resolutions.await(acks);
        }
        String last = "dl-0-" + (written - 1);
        acks.clear();
        before = used();
        letters.measuredAt = Set.of(0L, written - 1L);

        assertThat(ids(letters.newest(UNRESOLVED))).containsExactly(last);
        assertThat(ids(letters.newest(ALL))).containsExactly("dl-0-0", last);
        assertThat(letters.named(Set.of("dl-0-0")).get(0).resolution())
                .map(Resolution::by)
                .contains("ann");
        assertThat(letters.select(UNRESOLVED, (t, read, total) -> {}).names()).containsExactly(last);
        assertThat(most - before).isLessThan(8 * MEGABYTE);
    }

    @Test
    void aListKeepsOnlyWhatItShowsAndCountsTheOthers() throws Exception {
        try (TopicWriter writer = new TopicWriter(clients)) {
            for (int i = 0; i < LETTERS; i++) {
                letter(writer, "x".repeat(20_000));
            }
            Resolutions.await(acks);
        }
        acks.clear();
        before = used();
        letters.measuredAt = Set.of(0L, LETTERS - 1L);

        NewestRecords newest = letters.newest(UNRESOLVED, 2, (t, read, total) -> {});

        assertThat(ids(newest)).containsExactly("dl-0-" + (LETTERS - 2), "dl-0-" + (LETTERS - 1));
        assertThat(newest.older()).isEqualTo(LETTERS - 2);
        assertThat(letters.select(UNRESOLVED, (t, read, total) -> {}).names()).hasSize(LETTERS);
        // All of them are 60 MB, and what the consumer has fetched and others leave behind is no list.
        assertThat(most - before).isLessThan(45 * MEGABYTE);
    }

    @Test
    void whatIsResolvedIsNotListedAndOfSeveralResolutionsTheFirstIsShown() throws Exception {
        try (TopicWriter writer = new TopicWriter(clients)) {
            letter(writer, "");
            letter(writer, "");
            resolve(writer, "dl-0-1", "ann");
            resolve(writer, "dl-0-1", "bob");
            // Nobody resolves what is not there yet.
            resolve(writer, "dl-0-5", "eve");
            letter(writer, "");
            Resolutions.await(acks);
        }

        assertThat(ids(letters.newest(UNRESOLVED))).containsExactly("dl-0-0", "dl-0-5");
        NewestRecords all = letters.newest(ALL, 2, (t, read, total) -> {});
        assertThat(ids(all)).containsExactly("dl-0-1", "dl-0-5");
        assertThat(all.summaries().get(0).at("/resolution/by").asText()).isEqualTo("ann");
        letters.discard(letters.select(UNRESOLVED, (t, read, total) -> {}).all(), "ann", T0, "");
        assertThat(ids(letters.newest(UNRESOLVED))).isEmpty();
    }

    @Test
    void ofADiscardThatIsCutOffItIsSaidWhatWasDiscarded() throws Exception {
        try (TopicWriter writer = new TopicWriter(clients)) {
            letter(writer, "");
            letter(writer, "");
            Resolutions.await(acks);
        }
        Named first = new Named("dl-0-0", "key");

        Executed<List<Named>> done =
                letters.discard(List.of(first, new Named("dl-0-1", "x".repeat(TOO_LARGE))), "ann", T0, "");

        assertThat(done.done()).containsExactly(first);
        assertThat(done.cutOff().orElseThrow()).endsWith("; 1 of 2 were discarded before that, and perhaps more");
        assertThat(ids(letters.newest(UNRESOLVED))).containsExactly("dl-0-1");
    }

    private static RepairFilter filter(boolean resolvedToo) {
        return new RepairFilter(Map.of(), Optional.empty(), RepairFilter.ALL.time(), resolvedToo);
    }

    private void letter(TopicWriter writer, String event) throws Exception {
        String value = "{\"settled_at\":\"" + T0.plusSeconds(written) + "\",\"channel\":\"payments\",\"event\":\""
                + event + "\"}";
        writer.write(topic, "key", value.getBytes(StandardCharsets.UTF_8));
        written++;
    }

    private void resolve(TopicWriter writer, String about, String by) {
        acks.add(Resolutions.begin(writer, topic, "key", Resolution.discarded(about, by, T0, "resolved by hand")));
        written++;
    }

    private static List<String> ids(NewestRecords newest) {
        return newest.summaries().stream().map(one -> one.path("id").asText()).toList();
    }

    private static long used() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    /** Measures the memory in use while it reads the records at some places. */
    private final class Letters extends Repairs<DeadLetter> {
        private Set<Long> measuredAt = Set.of();

        Letters(Ledger ledger) {
            super(ledger, topic, List.of("channel"));
        }

        @Override
        Optional<DeadLetter> read(StoredRecord record) {
            if (measuredAt.contains(record.offset())) {
                most = Math.max(most, used());
            }
            return DeadLetter.of(record);
        }

        @Override
        Optional<ObjectNode> show(DeadLetter one) {
            return Optional.of(one.json());
        }
    }
}
