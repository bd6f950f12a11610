package io.alertrelay.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.alertrelay.alert.Severity;
import io.alertrelay.cli.Times;
import io.alertrelay.record.ConditionDefinition;
import io.alertrelay.record.OutcomeFilter;
import io.alertrelay.record.Place;
import io.alertrelay.record.ReplayControl;
import io.alertrelay.record.ReplayFilter;
import io.alertrelay.record.ReplayOrder;
import io.alertrelay.record.ReplayProgress;
import io.alertrelay.record.ReplayState;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What people read about a replay: what it is about, and how far it is. */
class ReplayTextTest {
    private static final Instant AT = Instant.parse("2026-12-01T10:00:00Z");

    @Test
    void theRangeIsSaidWithItsTimesAndTheirZoneAndWhateverNarrowsIt() {
        ReplayFilter narrowing = new ReplayFilter(
                Optional.of(AT),
                Optional.of(AT.plus(Duration.ofHours(2))),
                Set.of(),
                Set.of("arms"),
                Set.of("pay\nments"),
                Set.of(Severity.CRITICAL),
                List.of(new ConditionDefinition("labels.team", "IN", List.of("a", "b"))),
                Optional.of(OutcomeFilter.DEAD_LETTERED));

        assertThat(range(ReplayJsonTest.order(List.of(), narrowing, Map.of(0, 5L), Map.of(0, 9L))))
                .isEqualTo("webhooks received 2026-12-01 18:00:00 +08:00 to 2026-12-01 20:00:00; integration arms;"
                        + " channel pay ments; severity Critical; where labels.team IN a,b; only dead-lettered");
    }

    @Test
    void aRangeOfOffsetsAndDeadLettersAreSaidToo() {
        assertThat(range(
                        ReplayJsonTest.order(List.of(), ReplayFilter.NONE, Map.of(3, 5L, 0, 1L), Map.of(3, 9L, 0, 2L))))
                .isEqualTo("webhooks at offsets 0:1 to 0:2, 3:5 to 3:9 (exclusive)");
        assertThat(range(ReplayJsonTest.order(List.of(new Place(0, 3))))).isEqualTo("1 dead letter");
    }

    @Test
    void whatOneThatWasCancelledHadHandedOverIsNotSaidToBeOnItsWayForGood() {
        assertThat(shown(new ReplayState.Cancelled(), Optional.empty()))
                .contains(" 2 of 9 ended (2 delivered), 5 on their way at the last look: see relay audit")
                .contains("to channel:值班")
                .doesNotContain("in the last minute");
        assertThat(shown(new ReplayState.Running(), Optional.empty()))
                .contains(", 5 on their way\n", "4 in the last minute");
    }

    @Test
    void oneThatWasResumedAndWaitsItsTurnIsNotSaidToBePaused() {
        assertThat(shown(new ReplayState.Paused(), Optional.of(control(ReplayControl.Kind.PAUSE))))
                .contains("replay rp-1: paused\n");
        assertThat(shown(new ReplayState.Paused(), Optional.of(control(ReplayControl.Kind.RESUME))))
                .contains("replay rp-1: waiting\n", ", 5 on their way at the last look: see relay audit");
    }

    private static ReplayControl control(ReplayControl.Kind kind) {
        return new ReplayControl(kind, AT, "ops@host");
    }

    private static String shown(ReplayState state, Optional<ReplayControl> control) {
        StringWriter out = new StringWriter();
        ReplayProgress progress = new ReplayProgress(
                state, AT, 4, "", Map.of("a", new ReplayProgress.OfChannel(9, 7, Map.of("delivered", 2L))), Map.of());
        new ReplayText(new PrintWriter(out, true), new Times(ZoneOffset.UTC, AT))
                .show(new ReplayEntry(ReplayJsonTest.order(List.of()), control, progress));
        return out.toString();
    }

    private static String range(ReplayOrder order) {
        return RangeText.of(order, new Times(ZoneOffset.ofHours(8), AT));
    }
}
