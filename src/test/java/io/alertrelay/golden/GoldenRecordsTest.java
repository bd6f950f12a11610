package io.alertrelay.golden;

import static org.assertj.core.api.Assertions.assertThat;

import io.alertrelay.camel.StoredDelivery;
import io.alertrelay.config.KeptRuleSetJson;
import io.alertrelay.kafka.StoredRecord;
import io.alertrelay.kafka.TopicNames;
import io.alertrelay.pipeline.OpenAlertJson;
import io.alertrelay.replay.ReplayEntry;
import io.alertrelay.replay.ReplayTable;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What an earlier version wrote is read, and is written again in the same bytes. */
class GoldenRecordsTest {
    private static final String PREFIX = "alert-relay.";

    private final OpenAlertJson openAlerts = new OpenAlertJson();

    @Test
    void ruleSets() {
        assertThat(GoldenRecords.of(PREFIX + "rule-sets")).hasSize(3).allSatisfy(record -> {
            byte[] value = record.stored().value();
            assertThat(KeptRuleSetJson.write(KeptRuleSetJson.read(value).orElseThrow())
                            .toString())
                    .isEqualTo(text(value));
        });
    }

    @Test
    void openAlerts() {
        List<GoldenRecord> open = GoldenRecords.of(PREFIX + "decisions").stream()
                .filter(record -> !record.tombstone())
                .toList();

        assertThat(open).isNotEmpty().allSatisfy(record -> {
            byte[] value = record.stored().value();
            assertThat(text(openAlerts.write(openAlerts.read(value)))).isEqualTo(text(value));
            String channels = record.stored().header("channels").orElseThrow();
            assertThat(openAlerts.list(openAlerts.list(channels))).isEqualTo(channels);
        });
    }

    @Test
    void replays() {
        List<StoredRecord> records = GoldenRecords.of(PREFIX + "replays").stream()
                .map(GoldenRecord::stored)
                .toList();
        ReplayTable table = new ReplayTable();
        records.forEach(record -> table.add(record.key(), record.value()));

        assertThat(table.all()).hasSize(2);
        for (ReplayEntry entry : table.all()) {
            assertThat(records)
                    .extracting(record -> text(record.value()))
                    .contains(text(ReplayTable.value(entry.order())));
            assertThat(records)
                    .extracting(record -> text(record.value()))
                    .contains(text(ReplayTable.value(entry.progress())));
        }
    }

    @Test
    void events() {
        for (String channel : List.of("payments", "platform", OldRelay.NIGHT)) {
            String topic = new TopicNames(PREFIX).channel(channel);
            assertThat(GoldenRecords.of(topic)).isNotEmpty().allSatisfy(record -> {
                var delivery = StoredDelivery.of(record.stored(), channel);
                assertThat(delivery.alertKey()).isEqualTo(record.stored().key());
                assertThat(delivery.event()).isEqualTo(record.stored().value());
                assertThat(record.stored().header("severity"))
                        .contains(delivery.severity().word());
            });
        }
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
