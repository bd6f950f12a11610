package io.alertrelay.fuzz.check;

import static io.alertrelay.fuzz.check.HandMade.A;
import static io.alertrelay.fuzz.check.HandMade.firing;
import static io.alertrelay.fuzz.check.HandMade.resolved;
import static io.alertrelay.fuzz.check.HandMade.version;

import io.alertrelay.fuzz.plan.Names;
import io.alertrelay.fuzz.plan.WebhookBody;
import org.junit.jupiter.api.Test;

/** The same for what is replayed. */
class ReplaysRuleTest {
    private final HandMade told = new HandMade(A);

    @Test
    void whatWasDueInItsOrder() {
        String firing = told.delivered(firing(1), A);
        told.replay(1, "done");
        told.replayed(firing, firing(1));
        String resolved = told.accepted(resolved(2));
        told.queued(resolved, resolved(2), A);
        told.queued(resolved, resolved(2), Names.REPLAYS);
        told.pushed(resolved(2), A);
        told.pushed(resolved(2), Names.REPLAYS);
        told.receipt(resolved, A, "delivered");
        told.receipt(resolved, Names.REPLAYS, "delivered");

        assertFound();
    }

    @Test
    void neverDone() {
        told.replay(0, "failed");

        assertFound("replays");
    }

    @Test
    void notSent() {
        told.delivered(firing(1), A);
        told.replay(1, "done");

        assertFound("replays");
    }

    @Test
    void openedAlthoughItIsOver() {
        String firing = told.delivered(firing(1), A);
        told.delivered(resolved(2), A);
        told.replay(1, "done");
        told.replayed(firing, firing(1));

        assertFound("replays");
    }

    @Test
    void overByARecoveryThatCameAgain() {
        String recovery = told.delivered(resolved(1), A);
        told.cutOff(20_000);
        String firing = told.delivered(firing(2), A);
        told.replay(2, "done");
        told.replayed(recovery, resolved(1));
        told.replayed(firing, firing(2));
        told.killed(A);
        String late = told.stored(0, WebhookBody.of(CheckerTest.post(resolved(1))));
        told.queued(late, resolved(1), A);
        told.pushed(resolved(1), A);
        told.receipt(late, A, "delivered");
        told.replayed(late, resolved(1));

        assertFound();
    }

    @Test
    void sentBehindWhatIsNewer() {
        String firing = told.delivered(firing(1), A);
        String reminder = told.delivered(firing(2), A);
        told.replay(2, "done");
        told.replayed(reminder, firing(2));
        told.replayed(firing, firing(1));

        assertFound("replays");
    }

    @Test
    void sentTwiceThoughNothingWasStruck() {
        String firing = told.delivered(firing(1), A);
        told.replay(1, "done");
        told.replayed(firing, firing(1));
        told.pushed(firing(1), Names.REPLAYS);

        assertFound("replays");
    }

    @Test
    void sentWithoutBeingInTheTopic() {
        told.delivered(firing(1), A);
        told.pushed(firing(1), Names.REPLAYS);

        assertFound("replays");
    }

    @Test
    void endedInTwoWaysOrNone() {
        String firing = told.delivered(firing(1), A);
        told.replay(1, "done");
        told.replayed(firing, firing(1));
        told.replayEnded(firing, "superseded");
        String other = told.delivered(version(2, true, "b", 1), A);
        told.replayQueued(other, version(2, true, "b", 1));

        assertFound("replays", "replays");
    }

    @Test
    void endedInTwoWaysIsNoFaultOfTwoRelays() {
        String firing = told.delivered(firing(1), A);
        told.replay(1, "done");
        told.replayed(firing, firing(1));
        told.replayEndedBy("relay-2/8", firing, "superseded");

        assertFound();
    }

    private void assertFound(String... rules) {
        CheckerTest.assertFound(told, rules);
    }
}
