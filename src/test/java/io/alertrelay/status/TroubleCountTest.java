package io.alertrelay.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.alertrelay.config.TroubleKind;
import io.alertrelay.kafka.TopicNames;
import io.alertrelay.kafka.TopicWriter;
import io.alertrelay.testing.SharedBroker;
import io.alertrelay.watchdog.Job;
import io.alertrelay.watchdog.Stage;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TroubleCountTest {
    private final TopicNames names = new TopicNames(SharedBroker.newPrefix());

    @Test
    void whatAnOperatorDiscardedIsNotReportedAsGivenUp() throws Exception {
        SharedBroker.create(names.deadLetters(), 1);
        SharedBroker.create(names.quarantine(), 1);
        try (TopicWriter writer = new TopicWriter(SharedBroker.clients());
                TroubleCount counts = new TroubleCount(
                        SharedBroker.clients(), names, Clock.systemUTC(), Stage.unwatched(Job.TROUBLE_COUNT))) {
            for (String value : new String[] {"{\"reason\":\"refused\"}", "{\"reason\":\"discarded\"}", "no JSON"}) {
                writer.write(names.deadLetters(), "arms:1", value.getBytes(StandardCharsets.UTF_8));
            }

            counts.start();
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> counts.lastDay()
                            .deadLetters()
                            .filter(all -> all.count() == 3)
                            .isPresent());

            assertThat(counts.lately(TroubleKind.DEAD_LETTERED, Instant.now().minusSeconds(3_000)))
                    .contains(Map.of("arms:1", 2L));
        }
    }
}
