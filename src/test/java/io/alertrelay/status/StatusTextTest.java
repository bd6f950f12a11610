package io.alertrelay.status;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.alertrelay.cli.Colours;
import io.alertrelay.cli.Times;
import io.alertrelay.text.TextWidth;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;

class StatusTextTest {
    private static final String STATUS = """
            {"status":"degraded","kafka":{"brokers":"embedded at 127.0.0.1:19092","reachable":true},
             "routing":{"waiting":3},"channels":[
              {"name":"payments","state":"running","waiting":3120,"in_flight":16,"retrying":2,"rate":"1000/min",
               "rate_used":640,"oldest_received_at":"2026-11-24T11:40:00Z","last_delivered_at":"2026-11-24T11:44:59Z"},
              {"name":"支付值班","state":"held","waiting":12,"cause":"401: the key is not known",
               "since":"2026-11-24T09:45:00Z","next_attempt_at":"2026-11-24T11:46:00Z",
               "last_fault":{"at":"2026-11-24T11:44:00Z","answer":"401 no\\u001b[31m such key"}}]}""";

    @Test
    void linesUpAlsoWithChineseNamesAndTellsTheCauseOfAHold() throws Exception {
        List<String> lines = print(false);

        assertThat(lines.get(0))
                .isEqualTo("Alert Relay degraded · Kafka embedded at 127.0.0.1:19092 · 3 waiting to be routed");
        assertThat(columnOf(lines.get(2), "running")).isEqualTo(columnOf(lines.get(3), "held"));
        assertThat(lines.get(2)).contains("3,120", "5m00s", "16", "640 of 1000/min", "1s ago");
        assertThat(lines.get(4)).contains("next attempt in 1m00s: 401: the key is not known");
        assertThat(lines.get(5)).contains("last fault 1m00s ago: 401 no");
    }

    @Test
    void saysHowManyWaitOfEachSeverityAndWhenTheyAreThrough() throws Exception {
        String storm = """
                {"status":"up","channels":[{"name":"payments","state":"running","waiting":%d,
                 "waiting_by_severity":{"Critical":12,"Info":2797},"through_at":"2026-11-24T11:48:00Z"}]}""";

        assertThat(print(storm.formatted(2_815)))
                .contains("    waiting: Critical 12, Info 2,797; all through in 3m00s at the present rate");
        assertThat(print(storm.formatted(10_000))).anyMatch(line -> line.contains("of the first 2,809: Critical 12"));
    }

    @Test
    void saysOnceThatOtherRelaysKnowHowTheirChannelsAre() throws Exception {
        List<String> lines = print("""
                {"status":"up","channels":[{"name":"payments","state":"elsewhere"},{"name":"oncall","state":"running"},
                 {"name":"platform","state":"elsewhere"}]}""");

        assertThat(lines).anyMatch(line -> line.startsWith("payments  elsewhere"));
        assertThat(lines.get(lines.size() - 1))
                .isEqualTo("elsewhere: another relay has the channel, or none yet; run relay status on the others");
        assertThat(lines)
                .filteredOn(line -> line.contains("run relay status on"))
                .hasSize(1);
        assertThat(print("{\"status\":\"up\",\"channels\":[{\"name\":\"oncall\",\"state\":\"running\"}]}"))
                .noneMatch(line -> line.contains("elsewhere"));
    }

    @Test
    void namesWhatWasGivenUpUntilAllOfItIsDecidedAbout() throws Exception {
        String day = """
                {"status":"up","last_24h":{"dead_letters":{"count":3,"undecided":%d,"by_channel":{"payments":3}},
                 "quarantined":{"count":0,"undecided":%<d,"by_integration":{}}}}""";

        assertThat(print(day.formatted(1)))
                .contains(
                        "undecided: 1 dead letter (in the last 24 h: payments 3); see relay dead-letters list",
                        "undecided: 1 quarantined (in the last 24 h: none); see relay quarantine list");
        assertThat(print(day.formatted(0))).noneMatch(line -> line.contains("undecided"));
    }

    @Test
    void saysWhatTheRelaysOwnAuditFoundAndWhenItWasLeftOut() throws Exception {
        String audited = "{\"status\":\"up\",\"unaccounted\":%d}";

        assertThat(print(audited.formatted(3))).contains("3 deliveries are unaccounted for: relay audit --from 2h");
        assertThat(print(audited.formatted(1))).contains("1 delivery is unaccounted for: relay audit --from 2h");
        assertThat(print("{\"status\":\"up\",\"audit_left_out_records\":412345}"))
                .contains("the last hour is not audited: it has 412,345 records, which is too many for the relay's own"
                        + " audit; relay audit --from 2h");
    }

    @Test
    void saysOfAChannelThatRunsThatSomethingDoesNotGetThrough() throws Exception {
        String late = """
                {"status":"up","channels":[{"name":"网络 组","state":"%s","waiting":1,"retrying":1,
                 "oldest_received_at":"2026-11-24T11:%s:00Z",
                 "last_fault":{"at":"2026-11-24T11:44:00Z","answer":"400 no"}}]}""";

        assertThat(print(late.formatted("running", "33")))
                .containsSubsequence(
                        "    late: an alert has waited for 12m00s, 1 is retried;"
                                + " relay find --outcome waiting --to 10m --channel '网络 组'",
                        "    last fault 1m00s ago: 400 no");
        assertThat(print(late.formatted("running", "36"))).noneMatch(line -> line.contains("late:"));
        assertThat(print(late.formatted("paused", "33"))).noneMatch(line -> line.contains("late:"));
    }

    @Test
    void saysWhatSendersSufferFrom() throws Exception {
        assertThat(print("""
                {"status":"up","version":"1.2.3","started_at":"2026-11-24T11:42:00Z","bounds_reached":[{"bound":"webhooks","means":"server.max_in_flight"}],
                 "integrations":[{"name":"prom","truncated_last_hour":9},{"name":"arms","truncated_last_hour":0}]}"""))
                .containsExactly(
                        "Alert Relay 1.2.3 up · started 3m00s ago",
                        "public port full (webhooks): server.max_in_flight",
                        "left out: the sender of prom left 9 alerts out of its webhooks in the last hour;"
                                + " raise max_alerts there");
    }

    @Test
    void saysThatRequestsWereRefusedAndThatTheDiskIsFillingUp() throws Exception {
        assertThat(print("""
                {"status":"up","disk":{"free_bytes":1500000000,"wanted_bytes":1073741824},
                 "integrations":[{"name":"支付 arms","refused_last_hour":1},{"name":"b","refused_last_hour":0}]}"""))
                .containsExactly(
                        "Alert Relay up",
                        "the disk of the data folder is nearly full: 1,430 MiB free; below 1,024 MiB no webhooks are taken",
                        "refused: 1 request of 支付 arms in the last hour;"
                                + " relay find --outcome refused --last 1h --integration '支付 arms'");
        assertThat(print("{\"status\":\"up\",\"disk\":{\"free_bytes\":3000000000,\"wanted_bytes\":1073741824}}"))
                .containsExactly("Alert Relay up");
    }

    @Test
    void namesTheOtherRelaysOnWhichTheRestIsToldAndMarksAnotherConfigurationOnlyOfTheSameVersion() throws Exception {
        String cluster = """
                {"status":"up","channels":[{"name":"payments","state":"elsewhere"}],"cluster":[
                 {"host":"a","port":1,"config":"c1","version":"0.2.0","this":true},
                 {"host":"b","port":1,"config":"c2","version":"%s","this":false}]}""";

        assertThat(print(cluster.formatted("0.1.0")))
                .contains("elsewhere: another relay has the channel, or none yet; run relay status on b");
        String red = coloured(cluster.formatted("0.1.0"));
        assertThat(red).contains("m0.1.0\u001b").doesNotContain("mc2\u001b");
        assertThat(coloured(cluster.formatted("0.2.0"))).contains("mc2\u001b").doesNotContain("m0.2.0\u001b");
    }

    private static String coloured(String status) throws Exception {
        StringWriter out = new StringWriter();
        text(true).print(new ObjectMapper().readTree(status), new PrintWriter(out, true));
        return out.toString();
    }

    @Test
    void saysWhichKeyOfAnIntegrationHasEnded() throws Exception {
        assertThat(print("""
                {"status":"up","integrations":[{"name":"arms","keys":[
                 {"hash":"9f86d081","not_after":"2026-11-24T11:44:00Z"},
                 {"hash":"60303ae2","not_after":"2026-11-25T00:00:00Z"}]}]}"""))
                .contains("keys of arms: 9f86d081… no use known, not after 2026-11-24 19:44:00 +08:00, ended;"
                        + " 60303ae2… no use known, not after 2026-11-25 08:00:00");
    }

    private static List<String> print(String status) throws Exception {
        StringWriter out = new StringWriter();
        text(false).print(new ObjectMapper().readTree(status), new PrintWriter(out, true));
        return out.toString().lines().toList();
    }

    @Test
    void hasColoursOnlyForATerminalAndNeverPassesOnThoseOfAnAnswer() throws Exception {
        assertThat(String.join("\n", print(false))).doesNotContain("\u001b");
        assertThat(print(true).get(3)).contains("\u001b[31;1mheld\u001b[0m");
        assertThat(print(true).get(5)).doesNotContain("\u001b[31m such");
    }

    @Test
    void aRelayThatStartsHasNoChannelsYet() throws Exception {
        StringWriter out = new StringWriter();

        text(false).print(new ObjectMapper().readTree("{\"status\":\"starting\"}"), new PrintWriter(out, true));

        assertThat(out.toString().strip()).isEqualTo("Alert Relay starting");
    }

    @Test
    void tellsWhatEachOfSeveralRelaysRunsAndWhatIsNotAsItShouldBe() throws Exception {
        StringWriter out = new StringWriter();
        String one = """
                {"relay":"relay-1","host":"a","port":8080,"config":"95c6e7efcf66","since":"2026-11-24T02:00:00Z",
                 "rules":{"arms-prod":"7b1570594350"},"version":"0.2.0","this":true}""";
        String other = """
                {"relay":"relay-2","host":"b","port":8081,"config":"481130e607a6","since":"2026-11-24T02:00:00Z",
                 "rules":{"arms-prod":"1776cbffc1f5"},"held":{"payments":"401 no such key"},"version":"0.1.0","this":false}""";
        String unknown = "{\"relay\":\"other\",\"host\":\"/10.0.0.3\",\"this\":false}";
        String status = """
                {"status":"degraded","config":{"version":"95c6e7efcf66","loaded_at":"2026-11-24T02:00:00Z",
                 "error":"2 mistakes","needs_restart":["kafka"]},"cluster":[%s,%s,%s],
                 "removed_channels":[{"name":"night","waiting":3}],
                 "replays":[{"id":"r486ac7fec50e","kind":"replay","state":"running","per_minute":600,
                   "message":"nothing moves in a",
                   "channels":{"a":{"planned":40000,"settled":{"delivered":1100,"superseded":100}},
                     "b":{"planned":2,"settled":{}}}},
                  {"id":"r0123456789ab","kind":"redrive","state":"done","per_minute":0,
                   "channels":{"a":{"planned":3,"settled":{"delivered":3}}}}]}""".formatted(one, other, unknown);

        text(false).print(new ObjectMapper().readTree(status), new PrintWriter(out, true));

        assertThat(out.toString().lines())
                .containsExactly(
                        "Alert Relay degraded",
                        "configuration 95c6e7efcf66, since 2026-11-24 10:00:00 +08:00",
                        "    the changed files are not active: 2 mistakes",
                        "    changed in the files, needs a restart: kafka",
                        "relay a:8080 (this one) 0.2.0: 95c6e7efcf66, since 2026-11-24 10:00:00,"
                                + " rules arms-prod 7b1570594350",
                        "relay b:8081 0.1.0: 481130e607a6, since 2026-11-24 10:00:00, rules arms-prod 1776cbffc1f5",
                        "    payments is held there: 401 no such key",
                        "relay /10.0.0.3: has not said what it runs",
                        "removed channel night: 3 wait; configure it again, or discard them: relay channels discard",
                        "replay r486ac7fec50e running: 1,200 of 40,002 ended, 600 in the last minute;"
                                + " nothing moves in a",
                        "redrive r0123456789ab done: 3 of 3 ended");
        out.getBuffer().setLength(0);
        text(false)
                .print(
                        new ObjectMapper().readTree("{\"status\":\"up\",\"cluster\":[%s]}".formatted(one)),
                        new PrintWriter(out, true));
        assertThat(out.toString().strip()).as("alone, it has nothing to add").isEqualTo("Alert Relay up");
    }

    private static int columnOf(String line, String text) {
        return TextWidth.of(line.substring(0, line.indexOf(text)));
    }

    private static List<String> print(boolean colours) throws Exception {
        StringWriter out = new StringWriter();
        text(colours).print(new ObjectMapper().readTree(STATUS), new PrintWriter(out, true));
        return out.toString().lines().toList();
    }

    private static StatusText text(boolean colours) {
        Times times = new Times(ZoneId.of("Asia/Shanghai"), Instant.parse("2026-11-24T11:45:00Z"));
        return new StatusText(new Colours(colours), times);
    }
}
