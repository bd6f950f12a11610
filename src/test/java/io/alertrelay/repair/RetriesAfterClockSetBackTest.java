package io.alertrelay.repair;

import static org.assertj.core.api.Assertions.assertThat;

import io.alertrelay.kafka.TopicNames;
import io.alertrelay.kafka.TopicReader;
import io.alertrelay.pipeline.Pipelines;
import io.alertrelay.record.ReceiptId;
import io.alertrelay.testing.SharedBroker;
import io.alertrelay.testing.TestConfig;
import io.alertrelay.testing.TimedRecords;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The wall clock was set back a day after a body went to quarantine, and is right again by now. */
@Timeout(120)
class RetriesAfterClockSetBackTest {
    private static final int BEFORE = 300;
    private static final Instant REFUSED = Instant.now();
    private static final Instant BACK = REFUSED.minus(Duration.ofDays(1));
    private static final Instant EARLIER = REFUSED.minus(Duration.ofDays(2));
    private static final Instant RIGHT_AGAIN = REFUSED.plus(Duration.ofHours(1));
    private static final String ASKED = "q0-4-7k3m9qxr2ztc5vbn";

    private final TopicNames names = new TopicNames(SharedBroker.newPrefix());
    private final Map<String, Long> read = new HashMap<>();
    private TimedRecords records;

    @BeforeEach
    void webhooks() throws Exception {
        records = new TimedRecords(names);
        webhooks(BEFORE, EARLIER);
    }

    @AfterEach
    void close() {
        records.close();
    }

    @Test
    void aRetryThatWasStoredMeanwhileIsFound() throws Exception {
        records.webhook(BACK, Map.of("retry-of", ASKED));
        webhooks(100, BACK);
        webhooks(1, RIGHT_AGAIN);

        assertThat(later().storedAs(ReceiptId.parse(ASKED).orElseThrow())).isPresent();
    }

    @Test
    void aRetryThatWasStoredMeanwhileIsFoundBehindTheRetriesOfWhatWasRefusedLater() throws Exception {
        records.webhook(BACK, Map.of("retry-of", ASKED));
        webhooks(100, BACK);
        records.webhook(BACK, Map.of("retry-of", "q0-5-7k3m9qxr2ztc5vbn"));
        webhooks(150, BACK);
        webhooks(1, RIGHT_AGAIN);

        assertThat(later().storedAs(ReceiptId.parse(ASKED).orElseThrow())).isPresent();
    }

    @Test
    void nothingOlderIsReadIfTheClockWasNotSetBack() throws Exception {
        records.webhook(EARLIER, Map.of("retry-of", "q0-3-7k3m9qxr2ztc5vbn"));
        webhooks(2, REFUSED);

        later();

        assertThat(read).containsEntry(names.webhooks(), 2L);
    }

    private void webhooks(int count, Instant at) {
        for (int i = 0; i < count; i++) {
            records.webhook(at.plusSeconds(i), Map.of());
        }
    }

    private LaterStates later() throws Exception {
        records.committed(0, 0);
        LaterStates states = new LaterStates(
                new Pipelines(TestConfig.load(TestConfig.yaml("{}", 1, 2, 3, ""), Path.of(""))),
                Set.of(ASKED),
                Set.of());
        try (TopicReader reader = new TopicReader(SharedBroker.clients())) {
            states.read(
                    reader,
                    names,
                    REFUSED.minus(Duration.ofMinutes(10)),
                    (topic, done, total) -> read.merge(topic, done, Math::max));
        }
        return states;
    }
}
