package io.alertrelay.find;

import static org.assertj.core.api.Assertions.assertThat;

import io.alertrelay.record.HeaderNames;
import io.alertrelay.record.StoredRecord;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a search finds in quarantine. */
class UnreadReadingTest {
    @Test
    void aRecordIsFoundOnceAlsoIfTheSearchGoesOnBehindIt() throws Exception {
        StoredRecord record = new StoredRecord(
                0,
                7,
                Instant.EPOCH,
                "arms-prod",
                Map.of(HeaderNames.CAUSE, "no JSON"),
                "{".getBytes(StandardCharsets.UTF_8));

        assertThat(new UnreadReading(AlertQuery.of(Map.of())).hits(record, 0)).hasSize(1);
        assertThat(new UnreadReading(AlertQuery.of(Map.of())).hits(record, 1)).isEmpty();
    }
}
