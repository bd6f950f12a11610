package io.alertrelay.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.alertrelay.alert.Alert;
import io.alertrelay.alert.AlertStatus;
import io.alertrelay.alert.Severity;
import io.alertrelay.record.AlertRef;
import io.alertrelay.record.ReplayChange;
import io.alertrelay.record.ReplayedEvent;
import io.alertrelay.testing.WebhookReceipts;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which replayed events are let in among the live ones, and what they do to the open alerts. */
class ReplayGateTest extends OpenAlertsRig {
    @Test
    void aReplayedFiringMakesTheAlertOpenForItsChannelSoThatTheRecoveryGoesThereToo() {
        fire(Severity.WARNING, "payments");

        ReplayDecision replay = replay(replayed(AlertStatus.FIRING, "oncall", 1));

        assertThat(replay)
                .isInstanceOfSatisfying(
                        ReplayDecision.LetIn.class,
                        letIn -> assertThat(letIn.change()
                                        .orElseThrow()
                                        .open()
                                        .orElseThrow()
                                        .channels())
                                .containsExactly("payments", "oncall"));
        assertThat(resolve("platform").dispatch().channels()).containsExactly("payments", "oncall");
    }

    @Test
    void aReplayThatChangesNothingIsLetInAndNothingIsWrittenDown() {
        fire(Severity.WARNING, "payments");

        assertThat(replay(replayed(AlertStatus.FIRING, "payments", 1)))
                .isEqualTo(new ReplayDecision.LetIn(Optional.empty()));
        assertThat(replay(replayed(AlertStatus.RESOLVED, "oncall", 1)))
                .isEqualTo(new ReplayDecision.LetIn(Optional.empty()));
    }

    @Test
    void aReplayedRecoveryEndsTheAlertForItsChannelAlone() {
        fire(Severity.WARNING, "payments");
        replay(replayed(AlertStatus.FIRING, "oncall", 1));

        replay(replayed(AlertStatus.RESOLVED, "oncall", 1));

        assertThat(resolve("platform").dispatch().channels()).containsExactly("payments");
    }

    @Test
    void aReplayIsOvertakenByWhatWasRoutedSinceItLooked() {
        fire(Severity.WARNING, "payments");
        resolve("payments");

        assertThat(replay(replayed(AlertStatus.FIRING, "oncall", 1)))
                .isEqualTo(new ReplayDecision.Overtaken("w0-1-7k3m9qxr2ztc5vbn/0"));
        assertThat(replay(replayed(AlertStatus.FIRING, "oncall", 2))).isInstanceOf(ReplayDecision.LetIn.class);
    }

    @Test
    void afterARestartAReplayIsOvertakenByWhatWasRoutedBeforeOrDecidedWithoutBeingFinished() {
        DecisionHistory history = new DecisionHistory(MAX_AGE, 1);
        history.add(fire(Severity.WARNING, "payments").record());
        history.add(resolve("payments").record());
        alerts = history.openAlerts();

        assertThat(replay(replayed(AlertStatus.FIRING, "oncall", 1)))
                .isEqualTo(new ReplayDecision.Overtaken("w0-1-7k3m9qxr2ztc5vbn/0"));
    }

    @Test
    void whatAReplayOpenedIsKnownAfterARestart() {
        DecisionHistory history = new DecisionHistory(MAX_AGE, 10);
        history.add(fire(Severity.WARNING, "payments").record());
        history.add(change(replay(replayed(AlertStatus.FIRING, "oncall", 1))));
        alerts = history.openAlerts();
        offset = 10;

        assertThat(resolve("platform").dispatch().channels()).containsExactly("payments", "oncall");
    }

    @Test
    void aReplayThatACutOffRelayLetInLateDoesNotOpenAgainWhatALaterWebhookClosed() {
        DecisionHistory history = new DecisionHistory(MAX_AGE, 10);
        history.add(fire(Severity.WARNING, "payments").record());
        ReplayChange late = change(replay(replayed(AlertStatus.FIRING, "oncall", 1)));
        history.add(resolve("payments").record());
        history.add(late);

        assertThat(history.openAlerts().size()).isZero();
    }

    @Test
    void aReplayIsNotOvertakenByAFiringThatWentElsewhere() {
        fire(Severity.WARNING, "payments");
        fire(Severity.WARNING, "payments");

        assertThat(replay(replayed(AlertStatus.FIRING, "oncall", 1))).isInstanceOf(ReplayDecision.LetIn.class);
        assertThat(replay(replayed(AlertStatus.FIRING, "payments", 1))).isInstanceOf(ReplayDecision.Overtaken.class);
        assertThat(replay(replayed(AlertStatus.RESOLVED, "oncall", 1))).isInstanceOf(ReplayDecision.Overtaken.class);
    }

    @Test
    void aReplayOfWhichTooMuchWasRoutedSinceItLookedIsNotLetIn() {
        for (int i = 0; i <= RecentAlerts.ALERTS; i++) {
            Alert other = alert("other" + i, AlertStatus.FIRING, Severity.INFO);
            decide(other, T0, "oncall");
        }

        assertThat(replay(replayed(AlertStatus.FIRING, "oncall", 0))).isInstanceOf(ReplayDecision.Overtaken.class);
    }

    @Test
    void afterARestartOnlyTheLatestOfManyAlertsAreRemembered() {
        DecisionHistory history = new DecisionHistory(MAX_AGE, 10);
        for (int webhook = 0; webhook < 10; webhook++) {
            for (int index = 0; index < 5_000; index++) {
                Alert other = alert("other" + index % 100, AlertStatus.FIRING, Severity.INFO);
                AlertRef ref = WebhookReceipts.alert(webhook, index);
                history.add(alerts.keep(alerts.byRules(ref, other, T0, rules("oncall")))
                        .record());
            }
        }
        alerts = history.openAlerts();

        assertThat(replay(replayed(AlertStatus.FIRING, "oncall", 1))).isInstanceOf(ReplayDecision.Overtaken.class);
        assertThat(replay(replayed(AlertStatus.FIRING, "oncall", 2))).isInstanceOf(ReplayDecision.LetIn.class);
    }

    @Test
    void aReplayedRecoveryOfAnEarlierTimeTakesNoChannelOffAnAlertThatFires() {
        fire(Severity.WARNING, "payments", "platform");
        resolve("payments");
        fire(Severity.WARNING, "payments", "platform");

        ReplayDecision earlier = replay(replayed(1, AlertStatus.RESOLVED, "payments", 3));

        assertThat(earlier).isEqualTo(new ReplayDecision.LetIn(Optional.empty()));
        assertThat(resolve("oncall").dispatch().channels()).containsExactly("payments", "platform");
    }

    @Test
    void whatAReplayOpenedBesideANewerFiringThatWentElsewhereIsKnownAfterARestart() {
        DecisionHistory history = new DecisionHistory(MAX_AGE, 10);
        history.add(fire(Severity.WARNING, "payments").record());
        history.add(fire(Severity.WARNING, "payments").record());
        history.add(change(replay(replayed(AlertStatus.FIRING, "oncall", 1))));
        alerts = history.openAlerts();
        offset = 10;

        assertThat(resolve("platform").dispatch().channels()).containsExactly("payments", "oncall");
    }

    @Test
    void aReplayIsLetInAgainAfterACrashBetweenTheRecordOfItsChangeAndItsEvent() {
        DecisionHistory history = new DecisionHistory(MAX_AGE, 10);
        history.add(fire(Severity.WARNING, "payments").record());
        history.add(fire(Severity.WARNING, "payments").record());
        ReplayedEvent replayed = replayed(AlertStatus.FIRING, "oncall", 1);
        history.add(change(replay(replayed)));
        alerts = history.openAlerts();

        assertThat(replay(replayed)).isEqualTo(new ReplayDecision.LetIn(Optional.empty()));
    }

    @Test
    void aReplayIsOvertakenByARecoveryThatItsChannelGotThoughTheAlertFiresElsewhereSince() {
        fire(Severity.WARNING, "oncall");
        resolve("oncall");
        fire(Severity.WARNING, "payments");

        assertThat(replay(replayed(AlertStatus.FIRING, "oncall", 1))).isInstanceOf(ReplayDecision.Overtaken.class);
    }

    private static ReplayChange change(ReplayDecision decision) {
        return ((ReplayDecision.LetIn) decision).change().orElseThrow();
    }

    private ReplayDecision replay(ReplayedEvent replayed) {
        return alerts.replay(replayed, 0, T0);
    }

    private static ReplayedEvent replayed(AlertStatus status, String channel, long checked) {
        return replayed(0, status, channel, checked);
    }

    private static ReplayedEvent replayed(long source, AlertStatus status, String channel, long checked) {
        return new ReplayedEvent(
                WebhookReceipts.alert(source, 0), "k", status, Severity.WARNING, channel, "v1", "replayed", checked);
    }
}
