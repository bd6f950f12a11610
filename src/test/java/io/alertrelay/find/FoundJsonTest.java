package io.alertrelay.find;

import static org.assertj.core.api.Assertions.assertThat;

import io.alertrelay.record.Resolution;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** The console and scripts read these lines: a field that is renamed, moved or written without need breaks them. */
class FoundJsonTest {
    private static final Instant AT = Instant.parse("2026-11-24T11:22:33Z");

    @Test
    void saysWhatWasFoundAndWhatBecameOfIt() {
        FoundAlert delivered = new FoundAlert(
                AT,
                "w0-17-7k3m9qxr2ztc5vbn",
                OptionalInt.of(2),
                "arms-prod",
                "firing",
                "Critical",
                "磁盘",
                "arms-prod:a",
                true,
                List.of(
                        new FoundAlert.FoundDelivery(
                                "值班", AlertEnding.DEAD_LETTERED, "refused", Optional.of(AT), "rp-1"),
                        new FoundAlert.FoundDelivery("a", AlertEnding.SETTLED_LATER, "", Optional.empty(), "")),
                Optional.empty());

        assertThat(FoundJson.of(delivered).toString()).isEqualTo("""
                {"what":"alert","at":"2026-11-24T11:22:33Z","request_id":"w0-17-7k3m9qxr2ztc5vbn","index":2,\
                "integration":"arms-prod","status":"firing","severity":"Critical","title":"磁盘",\
                "alert_key":"arms-prod:a","routed":true,"deliveries":[{"channel":"值班","state":"dead-lettered",\
                "detail":"refused","at":"2026-11-24T11:22:33Z","replay":"rp-1"},{"channel":"a",\
                "state":"settled-later","detail":""}]}""");
    }

    @Test
    void saysWhyWhatCouldNotBeReadCouldNot() {
        FoundAlert.Unread unread = new FoundAlert.Unread(
                AlertEnding.QUARANTINED,
                "unrouted",
                "not JSON",
                Optional.of("q0-3-7k3m9qxr2ztc5vbn"),
                Optional.of(Resolution.discarded("q0-3-7k3m9qxr2ztc5vbn", "ops@host", AT, "noise")));

        assertThat(FoundJson.of(unread(unread)).toString()).isEqualTo("""
                {"what":"alert","at":"2026-11-24T11:22:33Z","request_id":"w0-17-7k3m9qxr2ztc5vbn",\
                "integration":"arms-prod","status":"","severity":"","title":"DiskFull","alert_key":"",\
                "routed":true,"deliveries":[],"unread":{"state":"quarantined","kind":"unrouted",\
                "cause":"not JSON","id":"q0-3-7k3m9qxr2ztc5vbn","resolution":{"decision":"discarded",\
                "by":"ops@host","at":"2026-11-24T11:22:33Z","reason":"noise"}}}""");
    }

    @Test
    void saysHowFarItIsAndHowItEnded() {
        assertThat(FoundJson.progress(5, 9, AT).toString()).isEqualTo("""
                {"what":"progress","searched":5,"of":9,"back_to":"2026-11-24T11:22:33Z"}""");
        assertThat(FoundJson.progress(0, 9, Instant.MAX).toString()).isEqualTo("""
                {"what":"progress","searched":0,"of":9}""");
        assertThat(FoundJson.of(new SearchEnd(1, 9, 9, 0, Optional.empty())).toString())
                .isEqualTo("""
                {"what":"end","found":1,"searched":9,"of":9}""");
        assertThat(FoundJson.of(new SearchEnd(1, 5, 9, 3, Optional.of("w0-4-0")))
                        .toString())
                .isEqualTo("""
                {"what":"end","found":1,"searched":5,"of":9,"refused_unread":3,"next":"w0-4-0"}""");
    }

    private static FoundAlert unread(FoundAlert.Unread unread) {
        return new FoundAlert(
                AT,
                "w0-17-7k3m9qxr2ztc5vbn",
                OptionalInt.empty(),
                "arms-prod",
                "",
                "",
                "DiskFull",
                "",
                true,
                List.of(),
                Optional.of(unread));
    }
}
