package io.alertrelay.guarantee;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.alertrelay.record.ReplayDestination;
import io.alertrelay.replay.ReplayEntry;
import io.alertrelay.replay.Replays.Proposal;
import io.alertrelay.sandbox.Fault;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is replayed comes in order, among itself and among live alerts, and none of these waits for it. */
class ReplayOrderIT extends ReplayRig {
    @Test
    void theRecoveryOfAnAlertThatWasReplayedToAChannelGoesThereToo() throws Exception {
        firing(3);
        carriedOut(propose(routed(), new ReplayDestination.ToChannel("b")));
        rig.restart();

        posts.resolved(Rig.to("a"), "alert1");
        rig.settled();

        assertThat(rig.arrivals("b").of("alert1")).extracting(Arrivals::status).containsExactly("Critical", "Ok");
        assertThat(rig.arrivals("b").of("alert2")).hasSize(1);
    }

    @Test
    void whileLiveAlertsComeNoneIsReordered() throws Exception {
        for (int i = 0; i < 60; i++) {
            posts.firing(Rig.TO_ALL, "alert" + i, "warning");
        }
        Map<Integer, Long> end = routed();
        rig.settled();
        Proposal proposal = propose(end, new ReplayDestination.ByRules(), 0.005);
        String id = proposal.order().id();
        place(proposal);

        // While the replay goes on, each of its alerts changes, those that it has sent and those that it has not.
        List<Integer> alerts = IntStream.range(0, 60).boxed().collect(Collectors.toList());
        Collections.shuffle(alerts, new Random(11));
        await("some are sent").atMost(PATIENCE).until(() -> progress(id, "a").ended() >= 10);
        alerts.forEach(alert -> posts.resolved(Rig.TO_ALL, "alert" + alert));
        ReplayEntry done = ended(id);

        assertThat(rig.settled().clean()).isTrue();
        assertThat(done.progress().channels().get("a").ended()).isBetween(10L, 59L);
        for (String channel : List.of("a", "b")) {
            inOrder(channel);
            assertThat(rig.arrivals(channel).takenNumbers()).hasSize(120);
        }
    }

    @Test
    void aLiveAlertDoesNotWaitForAReplayThatFillsTheChannel() throws Exception {
        firing(300);
        Proposal proposal = propose(routed(), new ReplayDestination.ToChannel("b"));
        rig.flashduty().faultAlways(Rig.pushKey("b"), new Fault.Delay(Duration.ofMillis(300)));
        place(proposal);
        await("some are sent")
                .atMost(PATIENCE)
                .until(() -> rig.arrivals("b").taken().size() >= 20);

        posts.firing(Rig.to("b"), "live", "info");
        await("what is live is sent")
                .atMost(PATIENCE)
                .until(() -> !rig.arrivals("b").of("live").isEmpty());
        rig.flashduty().heal(Rig.pushKey("b"));
        ended(proposal.order().id());

        List<String> sent =
                rig.arrivals("b").taken().stream().map(Arrivals::alert).toList();
        assertThat(sent).hasSize(301);
        assertThat(sent.size() - sent.indexOf("live"))
                .as("replayed ones behind it")
                .isGreaterThan(100);
    }

    /** Of each alert no older state came after a newer one, and each live one came. */
    private void inOrder(String channel) {
        Map<String, List<Integer>> received = rig.arrivals(channel).taken().stream()
                .collect(Collectors.groupingBy(
                        Arrivals::alert, Collectors.mapping(Arrivals::number, Collectors.toList())));
        received.forEach((alert, numbers) ->
                assertThat(numbers).as(channel + " " + alert).isSorted());
    }
}
