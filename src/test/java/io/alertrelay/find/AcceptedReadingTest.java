package io.alertrelay.find;

import static org.assertj.core.api.Assertions.assertThat;

import io.alertrelay.record.HeaderNames;
import io.alertrelay.record.StoredRecord;
import io.alertrelay.testing.Bodies;
import io.alertrelay.testing.WebhookReceipts;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a search finds in the webhooks. */
class AcceptedReadingTest {
    @Test
    void theAlertsOfAnIntegrationThatIsNotConfiguredAnyMoreAreFoundWithTheirKeys() throws Exception {
        StoredRecord record = new StoredRecord(
                0,
                7,
                Instant.EPOCH,
                "arms-former",
                Map.of(
                        HeaderNames.INTEGRATION, "arms-former",
                        HeaderNames.NONCE, WebhookReceipts.NONCE,
                        HeaderNames.SOURCE, "arms",
                        HeaderNames.RECEIVED_AT, "2026-11-22T02:00:00Z"),
                Bodies.firing("disk full", "critical", "payments").getBytes(StandardCharsets.UTF_8));
        AlertQuery query = AlertQuery.of(Map.of("text", List.of("disk"), "severity", List.of("Critical")));

        List<Hit> hits = new AcceptedReading(query, name -> Optional.empty()).hits(record, 0);

        assertThat(hits).singleElement().satisfies(hit -> {
            assertThat(hit.alert().integration()).isEqualTo("arms-former");
            assertThat(hit.alert().title()).contains("disk full");
            assertThat(hit.alert().alertKey()).startsWith("arms-former:");
        });
    }
}
