package io.alertrelay.fuzz.check;

import static io.alertrelay.fuzz.check.HandMade.A;
import static io.alertrelay.fuzz.check.HandMade.firing;
import static io.alertrelay.fuzz.check.HandMade.resolved;
import static io.alertrelay.fuzz.check.HandMade.version;

import io.alertrelay.fuzz.plan.Names;
import io.alertrelay.fuzz.plan.WebhookBody;
import org.junit.jupiter.api.Test;

/** Each violation of what a replay promises, made by hand, is found, and only that. */
class ReplaysRuleTest {
    private final HandMade scene = new HandMade(A);

    @Test
    void whatWasDueAndCameInItsOrderIsNotFound() {
        String firing = scene.delivered(firing(1), A);
        scene.replay(1, "done");
        scene.replayed(firing, firing(1));
        String resolved = scene.accepted(resolved(2));
        scene.queued(resolved, resolved(2), A);
        scene.queued(resolved, resolved(2), Names.REPLAYS);
        scene.pushed(resolved(2), A);
        scene.pushed(resolved(2), Names.REPLAYS);
        scene.receipt(resolved, A, "delivered");
        scene.receipt(resolved, Names.REPLAYS, "delivered");

        assertFound();
    }

    @Test
    void aReplayThatIsNeverDoneIsFound() {
        scene.replay(0, "failed");

        assertFound("replays");
    }

    @Test
    void whatIsNotSentIsFound() {
        scene.delivered(firing(1), A);
        scene.replay(1, "done");

        assertFound("replays");
    }

    @Test
    void whatIsOpenedAlthoughItIsOverIsFound() {
        String firing = scene.delivered(firing(1), A);
        scene.delivered(resolved(2), A);
        scene.replay(1, "done");
        scene.replayed(firing, firing(1));

        assertFound("replays");
    }

    @Test
    void aRecoveryThatIsStoredAgainBehindTheRangeMayComeLast() {
        String recovery = scene.delivered(resolved(1), A);
        scene.cutOff(20_000);
        String firing = scene.delivered(firing(2), A);
        scene.replay(2, "done");
        scene.replayed(recovery, resolved(1));
        scene.replayed(firing, firing(2));
        scene.killed(A);
        String late = scene.stored(0, WebhookBody.of(CheckerTest.post(resolved(1))));
        scene.queued(late, resolved(1), A);
        scene.pushed(resolved(1), A);
        scene.receipt(late, A, "delivered");
        scene.replayed(late, resolved(1));

        assertFound();
    }

    @Test
    void ofWhatIsStoredTwiceTheLaterCopyMayBeTheFirstThatIsSent() {
        scene.delivered(resolved(1), A);
        scene.cutOff(20_000);
        String firing = scene.delivered(firing(2), A);
        scene.replay(2, "done");
        scene.replayed(firing, firing(2));
        scene.killed(A);
        String late = scene.stored(0, WebhookBody.of(CheckerTest.post(resolved(1))));
        scene.queued(late, resolved(1), A);
        scene.pushed(resolved(1), A);
        scene.receipt(late, A, "delivered");
        scene.replayed(late, resolved(1));

        assertFound();
    }

    @Test
    void whatIsSentBehindANewerStateIsFound() {
        String firing = scene.delivered(firing(1), A);
        String reminder = scene.delivered(firing(2), A);
        scene.replay(2, "done");
        scene.replayed(reminder, firing(2));
        scene.replayed(firing, firing(1));

        assertFound("replays");
    }

    @Test
    void whatIsSentTwiceThoughNothingWasStruckIsFound() {
        String firing = scene.delivered(firing(1), A);
        scene.replay(1, "done");
        scene.replayed(firing, firing(1));
        scene.pushed(firing(1), Names.REPLAYS);

        assertFound("replays");
    }

    @Test
    void whatIsSentWithoutBeingInTheTopicIsFound() {
        scene.delivered(firing(1), A);
        scene.pushed(firing(1), Names.REPLAYS);

        assertFound("replays");
    }

    @Test
    void aDeliveryThatEndedInTwoWaysOrNoneIsFound() {
        String firing = scene.delivered(firing(1), A);
        scene.replay(1, "done");
        scene.replayed(firing, firing(1));
        scene.replayEnded(firing, "superseded");
        String other = scene.delivered(version(2, true, "b", 1), A);
        scene.replayQueued(other, version(2, true, "b", 1));

        assertFound("replays", "replays");
    }

    @Test
    void aDeliveryThatTwoRelaysEndedInTwoWaysIsNotFound() {
        String firing = scene.delivered(firing(1), A);
        scene.replay(1, "done");
        scene.replayed(firing, firing(1));
        scene.replayEndedBy("relay-2/8", firing, "superseded");

        assertFound();
    }

    private void assertFound(String... rules) {
        CheckerTest.assertFound(scene, rules);
    }
}
