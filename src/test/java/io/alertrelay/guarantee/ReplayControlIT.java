package io.alertrelay.guarantee;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.alertrelay.app.App;
import io.alertrelay.record.ReplayControl;
import io.alertrelay.record.ReplayDestination;
import io.alertrelay.record.ReplayProgress;
import io.alertrelay.record.ReplayState;
import io.alertrelay.replay.ReplayException;
import io.alertrelay.replay.Replays.Proposal;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What an operator may rely on while a replay is under way: it goes on, is held up, paused and cancelled. */
class ReplayControlIT extends ReplayRig {
    /** Their replay takes 40 s, however slow the machine is: time enough to have a word in it. */
    private static final int MANY = 200;

    @Test
    void aRestartInTheMiddleGoesOnWhereItWasAndSendsEachOnce() throws Exception {
        firing(40);
        Proposal proposal = propose(routed(), new ReplayDestination.ToChannel("b"), 0.005);
        place(proposal);
        await("some are sent")
                .atMost(PATIENCE)
                .until(() -> rig.arrivals("b").taken().size() >= 10);
        rig.restart();

        assertThat(ended(proposal.order().id()).progress().channels().get("b"))
                .isEqualTo(new ReplayProgress.OfChannel(40, 40, Map.of("delivered", 40L)));
        assertThat(rig.arrivals("b").taken()).hasSize(40);
        assertThat(rig.settled().clean()).isTrue();
    }

    @Test
    void ofTwoRelaysOneCarriesItOutAndWhenItStopsTheOtherGoesOn() throws Exception {
        App second = rig.start();
        firing(80);
        Proposal proposal = propose(routed(), new ReplayDestination.ToChannel("b"), 0.005);
        place(proposal);
        await("some are sent")
                .atMost(PATIENCE)
                .until(() -> rig.arrivals("b").taken().size() >= 10);
        await("both show it")
                .atMost(PATIENCE)
                .until(() ->
                        Stream.of(first, second).allMatch(relay -> shown(relay).equals("running")));
        rig.stop(first);

        ended(proposal.order().id());
        await("it is shown as done").atMost(PATIENCE).until(() -> shown(second).equals("done"));

        assertThat(rig.arrivals("b").taken()).hasSize(80);
        assertThat(rig.settled().clean()).isTrue();
    }

    /** The state of the only replay, as health has it. */
    private static String shown(App relay) {
        return Rig.client(relay).health().at("/replays/0/state").asText();
    }

    @Test
    void aPausedOneSendsNothingMoreAndACancelledOneNeverDoes() throws Exception {
        firing(MANY);
        Proposal proposal = propose(routed(), new ReplayDestination.ToChannel("b"), 0.005);
        String id = proposal.order().id();
        place(proposal);
        await("some are sent")
                .atMost(PATIENCE)
                .until(() -> rig.arrivals("b").taken().size() >= 5);

        control(id, ReplayControl.Kind.PAUSE);
        awaitState(id, new ReplayState.Paused());
        rig.settled();
        int paused = rig.arrivals("b").taken().size();
        assertThat(paused).isLessThan(MANY);
        posts.firing(Rig.to("b"), "live", "critical");
        await("what is live still goes")
                .atMost(PATIENCE)
                .until(() -> !rig.arrivals("b").of("live").isEmpty());
        assertThat(rig.arrivals("b").taken()).hasSize(paused + 1);

        control(id, ReplayControl.Kind.RESUME);
        await("it goes on")
                .atMost(PATIENCE)
                .until(() -> rig.arrivals("b").taken().size() > paused + 2);
        control(id, ReplayControl.Kind.CANCEL);
        awaitState(id, new ReplayState.Cancelled());
        rig.settled();
        assertThat(rig.arrivals("b").taken()).hasSizeLessThan(MANY + 1);
        assertThatThrownBy(() -> control(id, ReplayControl.Kind.RESUME))
                .isInstanceOf(ReplayException.class)
                .hasMessageContaining("cancelled");
    }

    @Test
    void aChannelThatStandsStillHoldsUpTheReplayOfNoOtherAndLittleOfItWaitsThere() throws Exception {
        for (int i = 0; i < 40; i++) {
            posts.firing(Rig.TO_ALL, "alert" + i, "warning");
        }
        Map<Integer, Long> end = routed();
        rig.settled();
        rig.flashduty().faultAlways(Rig.pushKey("b"), PassingFaults.UNAUTHORIZED);
        Proposal proposal = propose(end, new ReplayDestination.ByRules(), 0.005);
        place(proposal);
        String id = proposal.order().id();

        await("a has all")
                .atMost(PATIENCE)
                .until(() -> progress(id, "a").settled().equals(Map.of("delivered", 40L)));
        assertThat(progress(id, "b").fed()).isLessThan(40);
        assertThat(progress(id, "b").ended()).isZero();
        healed("b");
        assertThat(ended(id).progress().channels().get("b").settled()).isEqualTo(Map.of("delivered", 40L));
    }

    @Test
    void aCancelledReplayMayBeOrderedOnceMoreAndSendsOnlyWhatIsLeft() throws Exception {
        firing(MANY);
        Map<Integer, Long> end = routed();
        Proposal proposal = propose(end, new ReplayDestination.ToChannel("b"), 0.005);
        place(proposal);
        await("some are sent")
                .atMost(PATIENCE)
                .until(() -> rig.arrivals("b").taken().size() >= 5);
        control(proposal.order().id(), ReplayControl.Kind.CANCEL);
        awaitState(proposal.order().id(), new ReplayState.Cancelled());
        rig.settled();

        Proposal again = propose(end, new ReplayDestination.ToChannel("b"));
        carriedOut(again);

        assertThat(again.before()).hasValueSatisfying(before -> {
            assertThat(before.order().id()).isEqualTo(proposal.order().id());
            assertThat(before.progress().state()).isEqualTo(new ReplayState.Cancelled());
        });
        assertThat(again.order().id()).isNotEqualTo(proposal.order().id());
        assertThat(rig.arrivals("b").taken()).hasSize(MANY);
        assertThat(rig.settled().clean()).isTrue();
    }

    private void awaitState(String id, ReplayState state) {
        await("the replay is " + state.word())
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(500))
                .until(() -> replay(id).progress().state().equals(state));
    }

    private void control(String id, ReplayControl.Kind kind) throws Exception {
        rig.replays(replays -> replays.control(id, kind, "tester"));
    }
}
