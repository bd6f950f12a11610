package io.alertrelay.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.alertrelay.json.Json;
import io.alertrelay.record.RecordJson;
import io.alertrelay.record.RelayVersion;
import io.alertrelay.status.Relays.Member;
import io.alertrelay.status.TroubleCount.DeadLetterCounts;
import io.alertrelay.status.TroubleCount.LastDay;
import io.alertrelay.status.TroubleCount.QuarantineCounts;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The console and scripts read this JSON: a field that is renamed, moved or written without need breaks them. */
class HealthDetailsTest {
    @Test
    void saysWhatEachRelayOfTheClusterRuns() {
        RelayVersion version = new RelayVersion(
                "r1",
                "vm",
                8080,
                "abc",
                "2026-11-24T11:22:33Z",
                Map.of("b", "2", "a", "1"),
                Map.of("值班", "held: 401"),
                Map.of("支付", "Critical"),
                Map.of("9f86", Instant.EPOCH),
                "0.1.0");
        RelayVersion quiet = new RelayVersion(
                "r2", "vm", 8080, "abc", "2026-11-24T11:22:33Z", Map.of(), Map.of(), Map.of(), Map.of(), "");

        assertThat(RecordJson.tree(Member.of(version, true)).toString()).isEqualTo("""
                {"relay":"r1","host":"vm","port":8080,"config":"abc","since":"2026-11-24T11:22:33Z",\
                "rules":{"a":"1","b":"2"},"held":{"值班":"held: 401"},\
                "late":{"支付":"Critical"},"keys_used":{"9f86":"1970-01-01T00:00:00Z"},\
                "version":"0.1.0","this":true}""");
        assertThat(RecordJson.tree(Member.of(quiet, false)).toString()).isEqualTo("""
                {"relay":"r2","host":"vm","port":8080,"config":"abc","since":"2026-11-24T11:22:33Z","rules":{},\
                "this":false}""");
        assertThat(RecordJson.tree(new Member("r3", "/127.0.0.1", Optional.empty(), false))
                        .toString())
                .isEqualTo("""
                {"relay":"r3","host":"/127.0.0.1","this":false}""");
    }

    @Test
    void countsTheLastDayOnceAllOfItIsRead() {
        LastDay day = new LastDay(
                Optional.of(new DeadLetterCounts(3, 1, new TreeMap<>(Map.of("b", 2L, "a", 1L)))),
                Optional.of(new QuarantineCounts(0, 0, Map.of())));

        assertThat(Json.of(day).toString()).isEqualTo("""
                {"dead_letters":{"count":3,"undecided":1,"by_channel":{"a":1,"b":2}},\
                "quarantined":{"count":0,"undecided":0,"by_integration":{}}}""");
        assertThat(Json.of(new LastDay(Optional.empty(), Optional.empty())).toString())
                .isEqualTo("{}");
    }
}
