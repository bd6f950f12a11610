package io.alertrelay.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.alertrelay.alert.AlertStatus;
import io.alertrelay.alert.Severity;
import io.alertrelay.ledger.Outcome;
import org.junit.jupiter.api.Test;

/** What a replay of all states sends, and what it leaves out, when it is planned and while it runs. */
class AllStatesTest extends PlannerRig {
    @Test
    void ofAllStatesEachIsSentInOrderAndTheNewsWithinTheStretchAreNoReasonAgainstAnOlderOne() {
        planner = planner(new Destination.ByRules(), StateChoice.ALL, Narrowing.NONE, false);
        due(1, "a", "payments", "");
        due(3, "a", "payments", "");
        settled(1, "payments", "", Outcome.DELIVERED);
        settled(3, "payments", "", Outcome.DELIVERED);
        came(1, "a", AlertStatus.FIRING, Severity.WARNING, "payments");
        came(2, "b", AlertStatus.FIRING, Severity.CRITICAL, "payments");
        came(3, "a", AlertStatus.RESOLVED, Severity.WARNING, "payments");

        assertThat(sent(plan(), "payments")).containsExactly("a 1 firing", "b 2 firing", "a 3 resolved");
    }

    @Test
    void ofAllStatesThoseAreLeftOutThatHaveNewsBehindTheStretchAndThoseThatOpenWhatIsOverAreNamed() {
        planner = planner(new Destination.ToChannel("oncall"), StateChoice.ALL, Narrowing.NONE, false);
        due(150, "a", "oncall", "");
        came(1, "a", AlertStatus.FIRING, Severity.WARNING, "payments");
        came(2, "b", AlertStatus.FIRING, Severity.WARNING, "payments");
        later("a", 150, AlertStatus.RESOLVED);
        later("b", 151, AlertStatus.RESOLVED);

        Plan plan = plan();

        assertThat(sent(plan, "oncall")).containsExactly("b 2 firing");
        assertThat(plan.leftOut()).containsOnlyKeys(Reason.NEWER_DELIVERED);
        assertThat(plan.reopened().count()).isEqualTo(1);
        assertThat(plan.reopened().examples().get(0)).contains("title of b");
    }

    @Test
    void ofAllStatesOneIsLeftOutIfANewerOneIsInTheChannelThatIsNotSentAgain() {
        planner = planner(new Destination.ByRules(), StateChoice.ALL, only(Only.NEVER_DELIVERED), false);
        due(1, "a", "payments", "");
        settled(1, "payments", "", Outcome.DEAD_LETTERED);
        due(3, "a", "payments", "");
        settled(3, "payments", "", Outcome.DELIVERED);
        came(1, "a", AlertStatus.FIRING, Severity.WARNING, "payments");
        came(3, "a", AlertStatus.RESOLVED, Severity.WARNING, "payments");

        Plan plan = plan();

        assertThat(plan.picks()).isEmpty();
        assertThat(plan.leftOut().keySet()).containsExactlyInAnyOrder(Reason.NEWER_DELIVERED, Reason.NOT_ASKED_FOR);
    }

    @Test
    void ofAllStatesOneThatTheChannelNeverGotIsLeftOutIfItGotANewerOneWhichFlashdutyWouldDiscard() {
        planner = planner(new Destination.ByRules(), StateChoice.ALL, Narrowing.NONE, false);
        due(1, "a", "payments", "");
        settled(1, "payments", "", Outcome.DELIVERED);
        due(2, "a", "payments", "");
        settled(2, "payments", "", Outcome.DEAD_LETTERED);
        due(3, "a", "payments", "");
        settled(3, "payments", "", Outcome.DELIVERED);
        came(1, "a", AlertStatus.FIRING, Severity.WARNING, "payments");
        came(2, "a", AlertStatus.FIRING, Severity.CRITICAL, "payments");
        came(3, "a", AlertStatus.RESOLVED, Severity.CRITICAL, "payments");
        came(4, "a", AlertStatus.FIRING, Severity.WARNING, "payments");

        Plan plan = plan();

        assertThat(sent(plan, "payments")).containsExactly("a 1 firing", "a 3 resolved", "a 4 firing");
        assertThat(plan.leftOut().keySet()).containsExactly(Reason.NEWER_DELIVERED);
    }

    @Test
    void ofAllStatesNoneIsSentBehindOneThatTheChannelHasAndThatIsNotAskedForThoughANewerOneIsSent() {
        planner = planner(new Destination.ByRules(), StateChoice.ALL, only(Only.DEAD_LETTERED), false);
        for (int webhook = 1; webhook <= 3; webhook++) {
            due(webhook, "a", "payments", "");
            settled(webhook, "payments", "", webhook == 2 ? Outcome.DELIVERED : Outcome.DEAD_LETTERED);
            came(webhook, "a", webhook == 2 ? AlertStatus.RESOLVED : AlertStatus.FIRING, Severity.WARNING, "payments");
        }

        assertThat(sent(plan(), "payments")).containsExactly("a 3 firing");
    }

    @Test
    void ofAllStatesNoneIsSentBehindOneThatTheChannelHasAndThatIsOutsideOfWhatIsReplayed() {
        planner = planner(new Destination.ByRules(), StateChoice.ALL, Narrowing.NONE, false);
        due(2, "a", "payments", "");
        settled(2, "payments", "", Outcome.DELIVERED);
        came(1, "a", AlertStatus.FIRING, Severity.WARNING, "payments");
        planner.came("a", source(2), AlertStatus.RESOLVED);
        came(3, "a", AlertStatus.FIRING, Severity.WARNING, "payments");

        assertThat(sent(plan(), "payments")).containsExactly("a 3 firing");
    }

    @Test
    void whileItRunsNothingIsSentThatIsOlderThanWhatIsSentToTheChannelBesideIt() {
        planner = planner(new Destination.ToChannel("oncall"), StateChoice.ALL, Narrowing.NONE, false);
        came(1, "a", AlertStatus.FIRING, Severity.WARNING, "payments");
        came(2, "a", AlertStatus.RESOLVED, Severity.WARNING, "payments");
        ReplayBounds bounds = plan().order().bounds();
        planner.standing().wentMeanwhile("oncall", "a", source(2));

        assertThat(planner.standing()
                        .againstOneOfAll("oncall", "a", source(1), AlertStatus.FIRING, source -> true, bounds))
                .contains(Reason.NEWER_DELIVERED);
        assertThat(planner.standing()
                        .againstOneOfAll("oncall", "a", source(2), AlertStatus.RESOLVED, source -> true, bounds))
                .isEmpty();
        assertThat(planner.standing()
                        .againstOneOfAll("payments", "a", source(1), AlertStatus.FIRING, source -> true, bounds))
                .isEmpty();
    }

    @Test
    void ofAllStatesAFiringWhoseRecoveryIsNotAskedForIsNamedAsOneThatOpensWhatIsOver() {
        planner = planner(new Destination.ToChannel("oncall"), StateChoice.ALL, Narrowing.NONE, false);
        came(1, "a", AlertStatus.FIRING, Severity.WARNING, "payments");
        planner.came("a", source(3), AlertStatus.RESOLVED);

        Plan plan = plan();

        assertThat(sent(plan, "oncall")).containsExactly("a 1 firing");
        assertThat(plan.reopened().count()).isEqualTo(1);
    }

    @Test
    void whileItRunsAnAlertThatIsResolvedIsNoLongerOpenedThoughAllStatesAreSent() {
        planner = planner(new Destination.ToChannel("oncall"), StateChoice.ALL, Narrowing.NONE, false);
        came(1, "a", AlertStatus.FIRING, Severity.WARNING, "payments");
        ReplayOrder order = plan().order();
        planner.standing().came("a", source(250), AlertStatus.RESOLVED);

        assertThat(planner.standing()
                        .againstOneOfAll("oncall", "a", source(1), AlertStatus.FIRING, source -> false, order.bounds()))
                .contains(Reason.RESOLVED_SINCE);
        assertThat(planner.standing()
                        .againstOneOfAll(
                                "oncall", "a", source(2), AlertStatus.RESOLVED, source -> false, order.bounds()))
                .isEmpty();
    }
}
