package io.alertrelay.golden;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.alertrelay.kafka.TopicNames;
import io.alertrelay.record.AlertIndexes;
import io.alertrelay.record.ChannelNames;
import io.alertrelay.record.DeadLetter;
import io.alertrelay.record.DeadLetterValue;
import io.alertrelay.record.DecisionRecord;
import io.alertrelay.record.Delivery;
import io.alertrelay.record.DueDelivery;
import io.alertrelay.record.EndedDelivery;
import io.alertrelay.record.EndpointRefusals;
import io.alertrelay.record.EventRecord;
import io.alertrelay.record.HandedOver;
import io.alertrelay.record.KeptRuleSet;
import io.alertrelay.record.KnownNames;
import io.alertrelay.record.NewRecord;
import io.alertrelay.record.Place;
import io.alertrelay.record.Quarantined;
import io.alertrelay.record.ReceiptId;
import io.alertrelay.record.ReceiptValue;
import io.alertrelay.record.RecordJson;
import io.alertrelay.record.RelayVersion;
import io.alertrelay.record.ReplayChange;
import io.alertrelay.record.ReplayedRecord;
import io.alertrelay.record.Resolution;
import io.alertrelay.record.SettledDelivery;
import io.alertrelay.record.StoredRecord;
import io.alertrelay.record.WebhookRecord;
import io.alertrelay.replay.ReplayEntry;
import io.alertrelay.replay.ReplayTable;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** What earlier versions wrote is read, and is written again in the same bytes. Headers have no order that counts. */
class GoldenRecordsTest {
    private static final String PREFIX = "alert-relay.";
    private static final List<String> CHANNELS = List.of("payments", "platform", OldRelay.NIGHT);

    private final KnownNames known = new KnownNames(CHANNELS);
    private final ChannelNames channels = new ChannelNames() {
        @Override
        public Optional<String> known(String written) {
            return known.named(written);
        }

        @Override
        public Optional<String> withTopic(String written) {
            return Optional.of(written).filter(CHANNELS::contains);
        }
    };

    @Test
    void aWebhookIsWrittenAsItWasRead() {
        assertThat(records("webhooks"))
                .isNotEmpty()
                .allSatisfy(record -> assertWritten(WebhookRecord.of(record).draft(), record));
    }

    @Test
    void aDecisionIsWrittenAsItWasRead() throws Exception {
        for (StoredRecord record : records("decisions")) {
            NewRecord draft = DecisionRecord.forgets(record)
                    ? DecisionRecord.forget(record.key(), OptionalInt.empty())
                    : ReplayChange.is(record)
                            ? ReplayChange.of(record).draft(Optional.empty())
                            : DecisionRecord.of(record, known, alert -> true).draft();

            assertWritten(draft, record);
        }
    }

    @Test
    void anEventIsWrittenAsItWasRead() throws Exception {
        for (String channel : CHANNELS) {
            for (StoredRecord record : records(new TopicNames("").channel(channel))) {
                Delivery delivery = Delivery.of(record, channel);

                assertWritten(written(delivery, record), record);
                assertThat(DueDelivery.of(record, channel, channels))
                        .map(due -> due.id().key())
                        .contains(delivery.id());
            }
        }
    }

    private static NewRecord written(Delivery delivery, StoredRecord record) {
        return new EventRecord(
                        delivery.alert(),
                        delivery.integration(),
                        delivery.receivedAt(),
                        delivery.alertKey(),
                        delivery.status(),
                        delivery.severity(),
                        delivery.startsAt(),
                        delivery.opens(),
                        delivery.rules(),
                        delivery.why(),
                        DueDelivery.fanOut(record),
                        delivery.replay(),
                        record.header("traceparent"),
                        record.header("redone"),
                        record.header("overtaken"),
                        delivery.event())
                .draft();
    }

    @Test
    void aReplayedEventIsWrittenAsItWasRead() throws Exception {
        for (StoredRecord record : records("replayed")) {
            assertWritten(ReplayedRecord.of(record, known).draft(), record);
            assertThat(HandedOver.of(record, channels)).isPresent();
        }
    }

    @Test
    void aReceiptIsWrittenAsItWasRead() throws Exception {
        List<StoredRecord> receipts = records("receipts");

        assertThat(receipts).extracting(this::outcome).contains("delivered", "dead-lettered", "superseded");
        for (StoredRecord record : receipts) {
            SettledDelivery settled = SettledDelivery.of(record, channels).orElseThrow();
            assertThat(settled.id().key()).isEqualTo(record.key());
            assertThat(SettledDelivery.place(record, settled.id().channel()))
                    .contains(new Place(settled.partition(), settled.offset()));
            assertMarshalled(record, ReceiptValue.class);
            assertHeaders(record);
        }
    }

    private String outcome(StoredRecord receipt) {
        return SettledDelivery.of(receipt, channels).orElseThrow().outcome().word();
    }

    @Test
    void aDeadLetterIsWrittenAsItWasRead() throws Exception {
        List<StoredRecord> all = records("dead-letters");

        assertThat(all).anyMatch(StoredRecord::isResolution).anyMatch(record -> !record.isResolution());
        for (StoredRecord record : all) {
            if (record.isResolution()) {
                assertWritten(Resolution.of(record).orElseThrow().draft(record.key()), record);
            } else {
                assertThat(DeadLetter.of(record).orElseThrow().event()).isNotEmpty();
                assertMarshalled(record, DeadLetterValue.class);
                assertHeaders(record);
            }
        }
    }

    /** As it is written. */
    private static void assertMarshalled(StoredRecord record, Class<?> type) throws Exception {
        ObjectMapper mapper = RecordJson.mapper();
        assertThat(RecordJson.bytes(mapper.readValue(record.value(), type)))
                .asString(StandardCharsets.UTF_8)
                .isEqualTo(text(record.value()));
    }

    /** The headers of what says how a delivery ended are those of its event, and where that waited. */
    private void assertHeaders(StoredRecord record) throws Exception {
        String channel = channels.of(record).orElseThrow();
        Delivery delivery = Delivery.of(record, channel);
        Delivery waited = new Delivery(
                channel,
                delivery.alert(),
                delivery.integration(),
                delivery.alertKey(),
                delivery.status(),
                delivery.severity(),
                delivery.startsAt(),
                delivery.opens(),
                delivery.rules(),
                delivery.why(),
                delivery.receivedAt(),
                delivery.replay(),
                delivery.trace(),
                Place.parse(record.header("position").orElseThrow()).orElseThrow(),
                delivery.event());

        assertThat(headers(EndedDelivery.headers(waited, record.key()))).isEqualTo(record.headers());
    }

    @Test
    void aRecordInQuarantineIsWrittenAsItWasRead() {
        List<StoredRecord> all = records("quarantine");

        assertThat(all)
                .filteredOn(record -> !record.isResolution())
                .extracting(record -> Quarantined.of(record).kind())
                .contains(Quarantined.Kind.REFUSED, Quarantined.Kind.SET_ASIDE);
        for (StoredRecord record : all) {
            assertWritten(
                    record.isResolution()
                            ? Resolution.of(record).orElseThrow().draft(record.key())
                            : quarantined(record),
                    record);
        }
    }

    private static NewRecord quarantined(StoredRecord record) {
        Optional<AlertIndexes> indexes = Quarantined.setAside(record);
        WebhookRecord webhook = webhook(record);
        String cause = Quarantined.cause(record);
        if (indexes.isPresent()) {
            return webhook.setAside(indexes.get(), record.value(), cause);
        }
        return record.header("receipt").isPresent() ? webhook.unrouted(cause) : webhook.refused(cause);
    }

    private static WebhookRecord webhook(StoredRecord record) {
        WebhookRecord stored = WebhookRecord.of(record);
        return new WebhookRecord(
                record.header("receipt").flatMap(ReceiptId::parse).orElse(stored.receipt()),
                stored.integration(),
                stored.source(),
                stored.receivedAt(),
                stored.mediaType(),
                stored.trace(),
                Optional.empty(),
                stored.body());
    }

    @Test
    void countsOfRefusalsAreWrittenAsTheyWereRead() {
        assertThat(records("refusals"))
                .isNotEmpty()
                .allSatisfy(record ->
                        assertWritten(EndpointRefusals.of(record).orElseThrow().draft(record.key()), record));
    }

    @Test
    void aRuleSetIsWrittenAsItWasRead() {
        assertThat(records("rule-sets"))
                .isNotEmpty()
                .allSatisfy(record ->
                        assertWritten(KeptRuleSet.of(record).orElseThrow().draft(), record));
    }

    @Test
    void theVersionOfARelayIsWrittenAsItWasRead() {
        assertThat(records("relays"))
                .isNotEmpty()
                .allSatisfy(record ->
                        assertWritten(RelayVersion.of(record).orElseThrow().draft(), record));
    }

    @Test
    void aReplayIsWrittenAsItWasReadAndKeepsItsId() {
        List<StoredRecord> records = records("replays");
        ReplayTable table = new ReplayTable();
        records.forEach(table::add);

        assertThat(table.all()).hasSizeGreaterThan(1);
        for (ReplayEntry entry : table.all()) {
            assertThat(records)
                    .extracting(record -> text(record.value()))
                    .contains(text(entry.order().draft()))
                    .contains(text(entry.progress().draft(entry.order().id())));
            assertThat(entry.order().named().id()).isEqualTo(entry.order().id());
        }
    }

    private static List<StoredRecord> records(String topic) {
        return GoldenRecords.of(PREFIX + topic).stream()
                .map(GoldenRecord::stored)
                .toList();
    }

    private static void assertWritten(NewRecord draft, StoredRecord record) {
        assertThat(draft.key()).isEqualTo(record.key());
        assertThat(text(draft)).isEqualTo(text(record.value()));
        assertThat(headers(draft)).isEqualTo(record.headers());
    }

    private static Map<String, String> headers(NewRecord draft) {
        Map<String, String> headers = new HashMap<>();
        draft.headers(headers::put);
        return headers;
    }

    private static String text(NewRecord draft) {
        return text(draft.value().orElse(new byte[0]));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
