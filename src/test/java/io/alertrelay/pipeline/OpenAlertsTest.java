package io.alertrelay.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.alertrelay.alert.AlertStatus;
import io.alertrelay.alert.Severity;
import io.alertrelay.record.AlertRef;
import io.alertrelay.record.DecisionRecord;
import io.alertrelay.record.Dispatch;
import io.alertrelay.testing.WebhookReceipts;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OpenAlertsTest extends OpenAlertsRig {
    @Test
    void aRecoveryGoesToAllChannelsOfItsFiringsWithTheirSeverityWhateverTheRulesSay() {
        fire(Severity.WARNING, "payments", "oncall");
        Decided more = fire(Severity.CRITICAL, "platform");

        Decided recovery = resolve("oncall");

        assertThat(more.dispatch().channels()).containsExactly("platform");
        assertThat(more.dispatch().opens()).containsExactly("platform");
        assertThat(recovery.dispatch())
                .isEqualTo(new Dispatch(
                        List.of("payments", "oncall", "platform"),
                        List.of(),
                        Severity.CRITICAL,
                        "v-platform",
                        "follows its firing: dedicated"));
        assertThat(recovery.record().open()).isEmpty();
        assertThat(alerts.size()).isZero();
    }

    @Test
    void aRecoveryOfWhichNoFiringIsKnownGoesByTheRulesAndIsWrittenDownSoThatItGoesThereAgain() {
        Decided recovery = resolve("oncall");

        assertThat(recovery.dispatch().channels()).containsExactly("oncall");
        assertThat(recovery.dispatch().severity()).isEqualTo(Severity.INFO);
        assertThat(recovery.record().open()).isEmpty();
        assertThat(recovery.record().dispatch()).isEqualTo(recovery.dispatch());
    }

    @Test
    void aSecondRecoveryIsOneOfWhichNoFiringIsKnown() {
        fire(Severity.WARNING, "payments");
        resolve("oncall");

        assertThat(resolve("oncall").dispatch().channels()).containsExactly("oncall");
    }

    @Test
    void aReminderIsWrittenDownTooSoThatAfterACrashOtherRulesDoNotSendItBehindItsRecovery() {
        Decided opens = fire(Severity.WARNING, "payments");

        Decided reminder = fireAt(T0.plusSeconds(600), Severity.WARNING, "payments");

        assertThat(opens.dispatch().opens()).containsExactly("payments");
        assertThat(reminder.dispatch().opens()).isEmpty();
        assertThat(reminder.record().dispatch()).isEqualTo(reminder.dispatch());
        assertThat(reminder.record().open().orElseThrow().seenAt()).isEqualTo(T0.plusSeconds(600));
        assertThat(reminder.record().open().orElseThrow().openedAt()).isEqualTo(T0);
    }

    @Test
    void aChannelThatNoLongerExistsIsLeftOutAndSaidSo() {
        fire(Severity.WARNING, "payments", "former");

        Dispatch recovery = resolve("oncall").dispatch();

        assertThat(recovery.channels()).containsExactly("payments");
        assertThat(recovery.why()).isEqualTo("follows its firing: dedicated; not to former, no longer configured");
    }

    @Test
    void whereNoChannelOfItsFiringExistsARecoveryGoesByTheRulesAndEndsTheAlert() {
        fire(Severity.CRITICAL, "former");

        Decided recovery = resolve("oncall");

        assertThat(recovery.dispatch().channels()).containsExactly("oncall");
        assertThat(recovery.dispatch().severity()).isEqualTo(Severity.CRITICAL);
        assertThat(recovery.dispatch().why()).startsWith("no channel of its firing is configured any more: ");
        assertThat(recovery.record().open()).isEmpty();
        assertThat(alerts.size()).isZero();
    }

    @Test
    void whatWasNotSeenForTheMaximumAgeIsForgottenAndWhatWasIsNot() {
        fireAt(T0, Severity.INFO, "payments");
        alerts.keep(alerts.byRules(
                WebhookReceipts.alert(9, 0),
                alert("other", AlertStatus.FIRING, Severity.INFO),
                T0.plusSeconds(9),
                rules("oncall")));

        assertThat(alerts.forgetOld(T0.plus(MAX_AGE).minus(Duration.ofHours(1))))
                .isEmpty();
        assertThat(alerts.forgetOld(T0.plus(MAX_AGE).plusSeconds(5))).containsExactly("k");
        assertThat(alerts.forgetOld(T0.plus(MAX_AGE).plusSeconds(10)))
                .as("looked at once an hour")
                .isEmpty();
        assertThat(alerts.forgetOld(T0.plus(MAX_AGE).plus(Duration.ofHours(2)))).containsExactly("other");
        assertThat(alerts.size()).isZero();
    }

    @Test
    void ofVeryManyThatAreOldEachCallForgetsSome() {
        int many = 2 * OpenAlerts.SWEPT + 1;
        for (int i = 0; i < many; i++) {
            alerts.keep(alerts.byRules(
                    WebhookReceipts.alert(i, 0),
                    alert("k" + i, AlertStatus.FIRING, Severity.INFO),
                    T0,
                    rules("oncall")));
        }
        alerts.forgetOld(T0);
        Instant later = T0.plus(MAX_AGE).plusSeconds(1);

        assertThat(alerts.forgetOld(later)).hasSize(OpenAlerts.SWEPT);
        assertThat(alerts.forgetOld(later)).hasSize(OpenAlerts.SWEPT);
        assertThat(alerts.forgetOld(later)).hasSize(1);
        assertThat(alerts.size()).isZero();
    }

    @Test
    void inItsFirstHourNothingIsForgottenForTheClockMayBeWrongWhenAMachineStarts() {
        fireAt(T0, Severity.INFO, "payments");
        Instant wrong = T0.plus(MAX_AGE).plus(Duration.ofDays(365));

        assertThat(alerts.forgetOld(wrong)).isEmpty();
        assertThat(alerts.forgetOld(wrong.plus(Duration.ofMinutes(59)))).isEmpty();
        assertThat(alerts.forgetOld(T0.plusSeconds(1))).as("set right").isEmpty();
        assertThat(alerts.forgetOld(T0.plus(Duration.ofHours(2)))).isEmpty();
        assertThat(alerts.size()).isOne();
    }

    @Test
    void aDecisionThatACutOffRelayWroteLateDoesNotOpenAgainWhatALaterWebhookClosed() {
        DecisionRecord firing = fire(Severity.INFO, "payments").record();
        DecisionRecord recovery = resolve("oncall").record();
        DecisionHistory history = new DecisionHistory(MAX_AGE, 10);
        history.add(firing);
        history.add(recovery);
        history.add(firing);

        assertThat(history.openAlerts().size()).isZero();
    }

    @Test
    void ofTwoDecisionsForTheSameAlertThatOfTheRelayHoldsThatTookOverAlsoWhereTheOtherWroteLater() {
        AlertRef ref = WebhookReceipts.alert(9, 0);
        DecisionRecord suspended = decision(ref, "oncall");
        DecisionRecord tookOver = decision(ref, "payments");
        Set<String> configured = Set.of("oncall", "payments");
        for (boolean late : List.of(true, false)) {
            DecisionHistory routed = new DecisionHistory(MAX_AGE, 10);
            DecisionHistory toBeRouted = new DecisionHistory(MAX_AGE, 9);
            for (DecisionHistory history : List.of(routed, toBeRouted)) {
                history.add(late ? tookOver : suspended, late ? 7 : 6);
                history.add(late ? suspended : tookOver, late ? 6 : 7);
            }

            assertThat(routed.openAlerts()
                            .known(
                                    WebhookReceipts.alert(10, 0),
                                    alert("k", AlertStatus.RESOLVED, Severity.INFO),
                                    configured)
                            .orElseThrow()
                            .dispatch()
                            .channels())
                    .containsExactly("payments");
            assertThat(toBeRouted
                            .openAlerts()
                            .known(ref, alert("k", AlertStatus.FIRING, Severity.INFO), configured)
                            .orElseThrow()
                            .dispatch()
                            .channels())
                    .containsExactly("payments");
        }
    }

    private static DecisionRecord decision(AlertRef ref, String channel) {
        return OpenAlerts.none(MAX_AGE)
                .byRules(ref, alert("k", AlertStatus.FIRING, Severity.INFO), T0, rules(channel))
                .record();
    }

    @Test
    void whatWasForgottenIsNotOpenAfterARestart() {
        DecisionHistory history = new DecisionHistory(MAX_AGE, 10);
        history.add(fire(Severity.INFO, "payments").record());
        history.forgotten("k", DecisionRecord.NO_ASSIGNMENT);

        assertThat(history.openAlerts().size()).isZero();
    }

    @Test
    void whatACutOffRelayForgetsLateIsStillOpenForTheOneThatTookOver() {
        DecisionRecord firing = fire(Severity.INFO, "payments").record();
        for (int assignment : List.of(6, 7, 8)) {
            DecisionHistory history = new DecisionHistory(MAX_AGE, 10);
            history.add(firing, 7);
            history.forgotten("k", assignment);

            assertThat(history.openAlerts().size()).isEqualTo(assignment < 7 ? 1 : 0);
        }
    }

    @Test
    void whatIsDecidedAgainAfterACrashSaysWhereItNoLongerGoes() {
        DecisionRecord before = fire(Severity.WARNING, "payments", "former").record();
        DecisionHistory history = new DecisionHistory(MAX_AGE, 0);
        history.add(before);
        alerts = history.openAlerts();
        offset = 0;

        Dispatch again = fire(Severity.WARNING, "oncall").dispatch();

        assertThat(again.channels()).containsExactly("payments");
        assertThat(again.why()).endsWith("; not to former, no longer configured");
    }

    @Test
    void aRecordThatCannotBeOfTheAlertDecidesNothing() {
        DecisionRecord firing = fire(Severity.INFO, "payments").record();
        DecisionHistory history = new DecisionHistory(MAX_AGE, 0);
        history.add(firing);
        alerts = history.openAlerts();
        offset = 0;

        assertThat(resolve("oncall").dispatch().channels()).containsExactly("oncall");
    }
}
