package io.alertrelay.trail;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.alertrelay.cli.Colours;
import io.alertrelay.cli.Times;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class TrailTextTest {
    @Test
    void tellsWhatCameWhereItWentAndHowItEnded() throws Exception {
        String text = print("""
                {"request_id":"w0-17-7k3m9qxr2ztc5vbn","routed":true,
                 "accepted":{"integration":"arms-prod","source":"aliyun-arms","received_at":"2026-11-24T11:22:33Z","bytes":998},
                 "alerts":[{"index":0,"status":"firing","severity":"Critical","title":"磁盘\\n满","alert_key":"arms-prod:a",
                  "deliveries":[
                   {"channel":"payments","why":"case 1","rules":"3f2a","state":"delivered","flashduty_request_id":"0ace",
                    "attempts":2,"unanswered":1,"settled_at":"2026-11-24T11:22:35Z"},
                   {"channel":"值班","why":"case 2","rules":"3f2a","state":"waiting","ahead":12,"waits_for":"held: 401"},
                   {"channel":"b","why":"case 2","rules":"3f2a","state":"waiting","ahead":0},
                   {"channel":"c","why":"case 2","rules":"3f2a","state":"waiting","ahead":3},
                   {"channel":"d","why":"case 3","rules":"3f2a","state":"dead-lettered","reason":"refused",
                    "cause":"400 too long","attempts":1,"settled_at":"2026-11-24T11:22:35Z"},
                   {"channel":"e","why":"case 3","rules":"3f2a","state":"unaccounted"},
                   {"channel":"f","why":"case 3","rules":"3f2a","state":"too-old"}]}]}""");

        assertThat(text)
                .contains(
                        "w0-17-7k3m9qxr2ztc5vbn accepted from arms-prod (aliyun-arms) at 2026-11-24 19:22:33 +08:00, 998 bytes")
                .contains("alert 0  firing Critical \"磁盘 满\"  arms-prod:a")
                .contains(
                        "payments  delivered at 2026-11-24 19:22:35: Flashduty's request_id 0ace, 2 attempts, 1 without an answer")
                .contains("routed by case 1; rules 3f2a")
                .contains("值班  waiting: held: 401")
                .contains("b  waiting: not known for what, none before it")
                .contains("c  waiting: not known for what, at most 3 before it")
                .contains("d  dead-lettered at 2026-11-24 19:22:35: refused, 400 too long, 1 attempt")
                .contains("e  unaccounted: ")
                .contains("f  too old to tell: ");
    }

    @Test
    void whatHasNoTraceIsNoneOfTheAuditsFindingsIfItMayHaveHadSome() throws Exception {
        String alert = """
                {"request_id":"w0-1-7k3m9qxr2ztc5vbn","routed":true,%s
                 "alerts":[{"index":0,"status":"firing","severity":"Info","alert_key":"k","deliveries":[]}]}""";

        assertThat(print(alert.formatted(""))).contains("no delivery is left of it; see relay audit");
        assertThat(print(alert.formatted("\"traces_may_be_gone\":true,")))
                .contains("no delivery is left of it; its traces may have been deleted for their age")
                .doesNotContain("audit");
    }

    @Test
    void tellsWhatWasRefusedWhatWaitsToBeRoutedAndWhatIsTooOld() throws Exception {
        assertThat(print("""
                {"request_id":"q0-1-7k3m9qxr2ztc5vbn","quarantined":"not JSON","routed":true,"alerts":[],
                 "accepted":{"integration":"a","source":"s","received_at":"2026-11-24T11:22:33Z","bytes":9}}""")).contains("refused from a", "quarantined: not JSON");
        assertThat(print("""
                {"request_id":"w0-1-7k3m9qxr2ztc5vbn","routed":false,
                 "alerts":[{"index":0,"status":"firing","severity":"Info","alert_key":"k","deliveries":[]}]}"""))
                .contains("no longer kept itself", "waits to be routed")
                .doesNotContain("audit");
    }

    private static String print(String json) throws Exception {
        StringWriter out = new StringWriter();
        Times times = new Times(ZoneId.of("Asia/Shanghai"), Instant.parse("2026-11-24T11:45:00Z"));
        new TrailText(new Colours(false), times).print(new ObjectMapper().readTree(json), new PrintWriter(out, true));
        return out.toString();
    }
}
