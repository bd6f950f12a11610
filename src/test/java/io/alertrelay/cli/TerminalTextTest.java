package io.alertrelay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.alertrelay.record.ReplayBounds;
import io.alertrelay.record.ReplayDestination;
import io.alertrelay.record.ReplayFilter;
import io.alertrelay.record.ReplayOrder;
import io.alertrelay.replay.Plan;
import io.alertrelay.replay.PlanText;
import io.alertrelay.replay.Replays;
import io.alertrelay.replay.RouteDifference;
import io.alertrelay.replay.Tally;
import io.alertrelay.text.OneLine;
import io.alertrelay.text.TextWidth;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class TerminalTextTest {
    @Test
    void columnsOfATableStandBelowOneAnotherAlsoBehindChineseText() {
        Table table = new Table("NAME", "STATE");
        table.row(List.of("支付", "x"));
        table.row(List.of("payments", "y"));

        assertThat(table.lines()).containsExactly("NAME      STATE", "支付      x", "payments  y");
    }

    @Test
    void theNumbersOfAPlanStandBelowOneAnotherAlsoBehindChineseNames() {
        ReplayOrder order = new ReplayOrder(
                "r1",
                Instant.EPOCH,
                "ann",
                ReplayFilter.NONE,
                new ReplayDestination.ByRules(),
                1,
                false,
                List.of(),
                new ReplayBounds(
                        Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), 0, Map.of(), Instant.EPOCH, Optional.empty()),
                Map.of());
        Tally none = new Tally(0, List.of());
        RouteDifference difference = new RouteDifference(new Tally(7, List.of()), none, none, none);
        Plan plan = new Plan(
                order, 1, 1, Map.of(), new TreeMap<>(Map.of("支付组", difference, "oncall", difference)), Map.of(), none);
        StringWriter out = new StringWriter();

        new PlanText(new PrintWriter(out, true), new Colours(false), new Times(ZoneOffset.UTC, Instant.EPOCH))
                .print(new Replays.Proposal(plan, new TreeMap<>(), Map.of(), Optional.empty()));

        assertThat(out.toString()).contains(": 1 webhook with 1 alert was read, to ");
        assertThat(out.toString().lines().filter(line -> line.contains(" 7 ")))
                .hasSize(2)
                .extracting(TextWidth::of)
                .containsOnly(TextWidth.of("  ") + 24 + 33);
    }

    @Test
    void whatIsTooWideIsCutToItsColumnsAndTheCutIsSeen() {
        assertThat(TextWidth.cut("payments", 8)).isEqualTo("payments");
        assertThat(TextWidth.cut("payments", 7)).isEqualTo("paymen…");
        assertThat(TextWidth.cut("支付接口", 6)).isEqualTo("支付…");
        assertThat(TextWidth.of(TextWidth.cut("支付接口", 6))).isEqualTo(5);
    }

    @Test
    void aBodyIsShownWholeAndCanNotSteerTheTerminalNorTurnTheWritingAround() {
        assertThat(OneLine.whole("a\tb\u001b[2J\u202ec\u0007磁盘\u2028d"))
                .isEqualTo("a    b\\u001b[2J\\u202ec\\u0007磁盘\\u2028d");
        assertThat(OneLine.whole("x".repeat(5_000))).hasSize(5_000);
    }
}
