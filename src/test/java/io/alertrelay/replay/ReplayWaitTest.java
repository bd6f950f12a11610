package io.alertrelay.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.alertrelay.reading.StartException;
import io.alertrelay.record.ReplayControl;
import io.alertrelay.record.ReplayDestination;
import io.alertrelay.record.ReplayFilter;
import io.alertrelay.record.ReplayProgress;
import io.alertrelay.record.ReplayState;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Whoever waits for the end of a replay waits until it has ended. */
class ReplayWaitTest {
    private static final ReplayWait.Look AWAY = () -> {
        throw new StartException("Kafka at k1:9092 does not answer: timeout");
    };

    private final StringWriter err = new StringWriter();

    @Test
    void whileKafkaIsAwayItGoesOnAndSaysSoOnce() throws Exception {
        Deque<ReplayWait.Look> looks = new ArrayDeque<>(
                List.of(state(new ReplayState.Running()), AWAY, AWAY, AWAY, state(new ReplayState.Done())));

        ReplayEntry end = new ReplayWait(() -> looks.pop().at(), () -> {}, new PrintWriter(err, true), false).end();

        assertThat(end.progress().state()).isInstanceOf(ReplayState.Done.class);
        assertThat(looks).isEmpty();
        assertThat(err.toString().lines())
                .containsExactly(
                        "relay: Kafka at k1:9092 does not answer: timeout; waiting until it does (Ctrl-C ends the wait,"
                                + " not the replay)",
                        "relay: Kafka answers again");
    }

    @Test
    void whyItDoesNotGoOnIsSaidOnceForEachCause() throws Exception {
        ReplayState running = new ReplayState.Running();
        Deque<ReplayWait.Look> looks = new ArrayDeque<>(List.of(
                state(running),
                state(running, "nothing moves in a"),
                state(running, "nothing moves in a"),
                state(running),
                state(new ReplayState.Failed(), "plan it again")));

        ReplayEntry end = new ReplayWait(() -> looks.pop().at(), () -> {}, new PrintWriter(err, true), false).end();

        assertThat(err.toString().lines()).containsExactly("relay: replay r1: nothing moves in a");
        assertThat(ReplayText.line(end)).isEqualTo("r1 failed: 0 of 0 ended; plan it again");
    }

    @Test
    void oneThatWasCancelledIsOverThoughNoRelayHasRecordedItsEnd() throws Exception {
        ReplayEntry waiting = state(new ReplayState.Waiting()).at();
        ReplayEntry cancelled = new ReplayEntry(
                waiting.order(),
                Optional.of(new ReplayControl(ReplayControl.Kind.CANCEL, PlannerRig.NOW, "ops")),
                waiting.progress());
        Deque<ReplayEntry> looks = new ArrayDeque<>(List.of(waiting, cancelled));

        ReplayEntry end = new ReplayWait(looks::pop, () -> {}, new PrintWriter(err, true), false).end();

        assertThat(ReplayText.line(end)).isEqualTo("r1 cancelled: 0 of 0 ended");
    }

    private static ReplayWait.Look state(ReplayState state) {
        return state(state, "");
    }

    private static ReplayWait.Look state(ReplayState state, String message) {
        ReplayProgress progress = new ReplayProgress(state, PlannerRig.NOW, 0, message, Map.of(), Map.of());
        return () -> new ReplayEntry(
                PlannerRig.order(new ReplayDestination.ByRules(), ReplayFilter.NONE, false),
                Optional.empty(),
                progress);
    }
}
