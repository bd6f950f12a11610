package io.alertrelay.guarantee;

import static org.assertj.core.api.Assertions.assertThat;

import io.alertrelay.record.Place;
import io.alertrelay.record.ReplayDestination;
import io.alertrelay.record.ReplayFilter;
import io.alertrelay.replay.Reason;
import io.alertrelay.replay.ReplayEntry;
import io.alertrelay.replay.ReplayRequest;
import io.alertrelay.replay.Replays.Proposal;
import io.alertrelay.testing.SharedBroker;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** What an operator may rely on who sends dead letters again. */
class RedriveIT extends ReplayRig {
    @Test
    void deadLettersAreRedrivenOnceExceptThoseWhoseAlertsHaveGoneOn() throws Exception {
        rig.flashduty().faultAlways(Rig.pushKey("a"), PassingFaults.REFUSED);
        firing(5);
        assertThat(rig.settled().deliveries().deadLettered()).isEqualTo(Map.of("refused", 5L));
        rig.flashduty().heal(Rig.pushKey("a"));
        posts.resolved(Rig.to("a"), "alert0");
        rig.settled();
        List<Place> letters =
                IntStream.range(0, 5).mapToObj(i -> new Place(0, i)).toList();

        Proposal proposal = redrive(letters);
        ReplayEntry done = carriedOut(proposal);

        assertThat(proposal.plan().leftOut().keySet()).containsExactly(Reason.NEWER_DELIVERED);
        assertThat(done.progress().channels().get("a").settled()).isEqualTo(Map.of("delivered", 4L));
        assertThat(rig.arrivals("a").taken())
                .extracting(Arrivals::alert)
                .containsExactlyInAnyOrder("alert0", "alert1", "alert2", "alert3", "alert4");
        assertThat(rig.undecided())
                .singleElement()
                .satisfies(letter ->
                        assertThat(letter.value().path("event").asText()).contains("alert0"));
        assertThat(redrive(letters).plan().requests()).isZero();
        assertThat(rig.settled().clean()).isTrue();
    }

    @Test
    void aDeadLetterOfWhichTheJournalNoLongerKnowsWhatCameAfterItIsSentOnlyIfThatIsAskedFor() throws Exception {
        rig.flashduty().faultAlways(Rig.pushKey("a"), PassingFaults.REFUSED);
        firing(1);
        rig.settled();
        rig.flashduty().heal(Rig.pushKey("a"));
        forget(routed());

        Proposal proposal = redrive(List.of(new Place(0, 0)), false);
        assertThat(proposal.plan().requests()).isZero();
        assertThat(proposal.plan().leftOut().keySet()).containsExactly(Reason.TOO_OLD);

        carriedOut(redrive(List.of(new Place(0, 0)), true));
        assertThat(rig.arrivals("a").taken()).hasSize(1);
    }

    /** Deletes the webhooks before these offsets, as their age would. */
    private void forget(Map<Integer, Long> before) throws Exception {
        try (Admin admin = SharedBroker.clients().admin()) {
            Map<TopicPartition, RecordsToDelete> deleted = new HashMap<>();
            before.forEach((partition, offset) -> deleted.put(
                    new TopicPartition(rig.names().webhooks(), partition), RecordsToDelete.beforeOffset(offset)));
            admin.deleteRecords(deleted).all().get();
        }
    }

    private Proposal redrive(List<Place> letters) throws Exception {
        return redrive(letters, false);
    }

    private Proposal redrive(List<Place> letters, boolean again) throws Exception {
        ReplayRequest request = new ReplayRequest(
                Map.of(), Map.of(), ReplayFilter.NONE, new ReplayDestination.ByRules(), 1, again, letters, "tester");
        return rig.replays(replays -> replays.propose(request, (topic, read, total) -> {}));
    }
}
