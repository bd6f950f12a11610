package io.alertrelay.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Relays of several versions share the topic {@code relays}: what one writes the others read. */
class RelaysTopicTest {
    private static final Instant AT = Instant.parse("2026-11-22T02:00:00.123Z");

    @Test
    void whatARelayRunsIsWrittenAsEarlierVersionsReadItUnlessAChannelIsLate() {
        RelayVersion fine = version(Map.of());
        RelayVersion late = version(Map.of("支付", "Critical"));

        assertThat(text(fine.draft())).isEqualTo("""
                relay-a {"relay":"relay-a","host":"vm","port":8080,"config":"abc","since":"2026-11-24T11:22:33Z",\
                "rules":{}}""");
        assertThat(text(late.draft())).endsWith("\"rules\":{},\"late\":{\"支付\":\"Critical\"}}");
        assertThat(RelayVersion.of(stored(fine.draft()))).contains(fine);
        assertThat(RelayVersion.of(stored(late.draft()))).contains(late);
    }

    private static RelayVersion version(Map<String, String> late) {
        return new RelayVersion(
                "relay-a", "vm", 8080, "abc", "2026-11-24T11:22:33Z", Map.of(), Map.of(), late, Map.of(), "");
    }

    @Test
    void ordersForChannels() {
        ChannelOrder pause = new ChannelOrder(
                ChannelOrder.Kind.PAUSE, "支付", "ops@host", "a deploy", AT, Optional.of(AT.plusSeconds(60)));
        ChannelOrder resume = new ChannelOrder(ChannelOrder.Kind.RESUME, "支付", "ops@host", "", AT, Optional.empty());
        ChannelOrder probe = new ChannelOrder(ChannelOrder.Kind.PROBE, "支付", "ops@host", "", AT, Optional.empty());

        assertThat(text(pause.draft())).isEqualTo("""
                pause/支付 {"order":"pause","channel":"支付","by":"ops@host","reason":"a deploy",\
                "at":"2026-11-22T02:00:00.123Z","until":"2026-11-22T02:01:00.123Z"}""");
        assertThat(text(resume.draft())).isEqualTo("""
                pause/支付 {"order":"resume","channel":"支付","by":"ops@host","reason":"",\
                "at":"2026-11-22T02:00:00.123Z"}""");
        assertThat(text(probe.draft())).startsWith("probe/支付 {\"order\":\"probe\"");
        for (ChannelOrder order : List.of(pause, resume, probe)) {
            assertThat(ChannelOrder.of(stored(order.draft()))).contains(order);
        }
    }

    @Test
    void claimsForThePartOfTheRate() {
        NewRecord claim = new RateClaim(0.25, 0.5).draft("relay-a");

        assertThat(text(claim)).isEqualTo("rate/relay-a {\"rate_part\":0.25,\"wants\":0.5}");
        assertThat(RateClaim.relay(stored(claim))).contains("relay-a");
        assertThat(RateClaim.of(stored(claim))).contains(new RateClaim(0.25, 0.5));
        assertThat(RateClaim.of(stored("rate/relay-a", "{\"rate_part\":0.25}"))).contains(new RateClaim(0.25, 0.25));
        assertThat(RateClaim.of(stored("rate/relay-a", ""))).isEmpty();
        assertThat(RateClaim.of(stored("rate/relay-a", "{\"rate_part\":2}"))).isEmpty();
    }

    @Test
    void theNumberOfPartitions() {
        Map<PartitionsRecord, String> written = Map.of(
                new PartitionsRecord.Standing(List.of(6)),
                "webhooks/raise {\"counts\":[6]}",
                new PartitionsRecord.Raise("1", "me", List.of(6, 12), List.of("relay-a", "relay-b")),
                "webhooks/raise {\"raise\":\"1\",\"by\":\"me\",\"counts\":[6,12],\"relays\":[\"relay-a\",\"relay-b\"]}",
                new PartitionsRecord.Moved("1", "relay-a"),
                "webhooks/moved/relay-a {\"raise\":\"1\"}",
                new PartitionsRecord.GaveUp("1", "relay-a"),
                "webhooks/gave-up {\"raise\":\"1\",\"relay\":\"relay-a\"}");

        written.forEach((statement, text) -> {
            assertThat(text(statement.draft())).isEqualTo(text);
            assertThat(PartitionsRecord.of(stored(statement.draft()))).contains(statement);
        });
    }

    @Test
    void whatIsSomethingElseIsNotTakenForOneOfThem() {
        for (String value :
                List.of("", "x", "[]", "{}", "null", "{\"raise\":1,\"counts\":7}", "{\"order\":\"dance\"}")) {
            StoredRecord record = stored("webhooks/raise", value);

            assertThat(RelayVersion.of(record)).as(value).isEmpty();
            assertThat(ChannelOrder.of(record)).as(value).isEmpty();
            assertThat(PartitionsRecord.of(record).filter(PartitionsRecord.Raise.class::isInstance))
                    .as(value)
                    .isEmpty();
        }
        assertThat(RateClaim.relay(stored("relay-a", "{}"))).isEmpty();
        assertThat(PartitionsRecord.of(stored("relay-a", "{\"raise\":\"1\"}"))).isEmpty();
    }

    private static String text(NewRecord draft) {
        return draft.key() + " " + new String(draft.value().orElseThrow(), StandardCharsets.UTF_8);
    }

    private static StoredRecord stored(NewRecord draft) {
        return new StoredRecord(0, 0, AT, draft.key(), Map.of(), draft.value().orElseThrow());
    }

    private static StoredRecord stored(String key, String value) {
        return new StoredRecord(0, 0, AT, key, Map.of(), value.getBytes(StandardCharsets.UTF_8));
    }
}
