package io.alertrelay.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.alertrelay.alert.Alert;
import io.alertrelay.alert.AlertStatus;
import io.alertrelay.alert.Severity;
import io.alertrelay.record.AlertRef;
import io.alertrelay.record.DecisionRecord;
import io.alertrelay.record.Dispatch;
import io.alertrelay.record.KnownNames;
import io.alertrelay.record.NewRecord;
import io.alertrelay.record.OpenAlert;
import io.alertrelay.record.ReplayChange;
import io.alertrelay.record.ReplayedEvent;
import io.alertrelay.record.ReplayedRecord;
import io.alertrelay.record.StoredRecord;
import io.alertrelay.record.UnreadableRecordException;
import io.alertrelay.testing.WebhookReceipts;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The topic of webhooks was deleted and recreated: its offsets begin again, and those of before are higher. */
class DecisionsOfFormerWebhooksTest {
    private static final Instant T0 = Instant.parse("2026-05-01T10:00:00Z");
    private static final Optional<String> EARLIEST = Optional.of("AAAAAAAAAAAAAAAAAAAAAA");
    private static final Optional<String> FORMER = Optional.of("BBBBBBBBBBBBBBBBBBBBBB");
    private static final Optional<String> CURRENT = Optional.of("CCCCCCCCCCCCCCCCCCCCCC");

    @Test
    void aRecoveryInTheNewTopicFollowsTheFiringOfTheFormerOne() throws Exception {
        DecisionHistory history = from(0, 1);
        add(history, firing(5_000), FORMER);

        OpenAlerts open = history.openAlerts();

        assertThat(open.size()).isOne();
        assertThat(open.decidedAlready()).isZero();
        assertThat(follows(open, 0)).isEqualTo("[payments]");
    }

    @Test
    void aRecoveryFollowsAFiringOfTheFormerTopicAlsoIfItsDecisionHasNoId() throws Exception {
        DecisionHistory history = from(0, 1);
        add(history, firing(5_000), Optional.empty());

        assertThat(follows(history.openAlerts(), 0)).isEqualTo("[payments]");
    }

    @Test
    void whatIsDecidedInTheNewTopicIsLaterThanWhatWasInTheFormerOneAndWhatIsToBeRoutedIsRepeated() throws Exception {
        DecisionHistory closed = from(200, 200);
        add(closed, firing(4_000), FORMER);
        add(closed, recovery(120), CURRENT);
        DecisionHistory opened = from(200, 200);
        add(opened, recovery(4_000), FORMER);
        add(opened, firing(120), CURRENT);
        DecisionHistory interrupted = from(100, 200);
        add(interrupted, recovery(4_000), FORMER);
        add(interrupted, firing(120), CURRENT);

        assertThat(closed.openAlerts().size()).isZero();
        assertThat(opened.openAlerts().size()).isOne();
        assertThat(interrupted.openAlerts().size()).isZero();
        assertThat(interrupted.openAlerts().decidedAlready()).isOne();
    }

    @Test
    void aDecisionForTheFormerTopicThatIsWrittenLateChangesNothing() throws Exception {
        DecisionHistory history = from(200, 200);
        add(history, recovery(120), CURRENT);
        add(history, firing(4_000), FORMER);

        assertThat(history.openAlerts().size()).isZero();
    }

    @Test
    void ofTwoTopicsThatAreGoneTheOneWrittenLaterWasTheLater() throws Exception {
        DecisionHistory history = from(0, 0);
        add(history, firing(4_000), EARLIEST);
        add(history, recovery(120), FORMER);

        assertThat(history.openAlerts().size()).isZero();
    }

    @Test
    void whatAReplayOpensIsLaterThanWhatWasDecidedInTheFormerTopic() throws Exception {
        DecisionHistory history = from(200, 200);
        add(history, recovery(4_000), FORMER);
        ReplayChange change =
                new ReplayChange(replayed(7), firing(7).open().map(open -> open.alsoFor(List.of("oncall"))));
        history.add(stored(change.draft(CURRENT)), new KnownNames(List.of()));

        assertThat(follows(history.openAlerts(), 200)).isEqualTo("[payments, oncall]");
    }

    @Test
    void aReplayInTheNewTopicIsNotOvertakenByWhatWasInTheFormerOne() throws Exception {
        DecisionHistory history = from(0, 8);
        add(history, recovery(5_000), FORMER);

        assertThat(history.openAlerts().replay(replayed(7), 0, T0)).isInstanceOf(ReplayDecision.LetIn.class);
    }

    @Test
    void whatAReplayHandedOverBeforeIsNotLetInAfterAnyStateInTheNewTopic() throws Exception {
        OpenAlerts open = from(0, 8).openAlerts();

        assertThat(open.replay(onItsWay(FORMER), 0, T0)).isInstanceOf(ReplayDecision.Overtaken.class);
        assertThat(open.size()).isZero();
        assertThat(open.replay(onItsWay(CURRENT), 0, T0)).isInstanceOf(ReplayDecision.LetIn.class);
        assertThat(open.replay(onItsWay(Optional.empty()), 0, T0))
                .as("of an earlier version")
                .isInstanceOf(ReplayDecision.LetIn.class);
    }

    private static ReplayedRecord onItsWay(Optional<String> topic) throws UnreadableRecordException {
        NewRecord written = new ReplayedRecord(
                        "r1", replayed(7), "arms", 0, T0, Optional.empty(), List.of("oncall"), topic, new byte[] {1})
                .draft();
        return ReplayedRecord.of(stored(written), new KnownNames(List.of("oncall")));
    }

    private static DecisionHistory from(long next, long end) {
        return new DecisionHistory(Duration.ofDays(30), 1_000, new RoutingStart(CURRENT, next, end));
    }

    private static DecisionRecord firing(long offset) {
        OpenAlert open = new OpenAlert(List.of("payments"), Severity.WARNING, "v1", "a rule", T0, T0);
        return decision(offset, Optional.of(open));
    }

    private static DecisionRecord recovery(long offset) {
        return decision(offset, Optional.empty());
    }

    private static DecisionRecord decision(long offset, Optional<OpenAlert> open) {
        Dispatch dispatch = new Dispatch(List.of("payments"), List.of(), Severity.WARNING, "v1", "a rule");
        return new DecisionRecord(WebhookReceipts.alert(offset, 0), "k", dispatch, open);
    }

    private static ReplayedEvent replayed(long offset) {
        AlertRef alert = WebhookReceipts.alert(offset, 0);
        return new ReplayedEvent(
                alert, "k", AlertStatus.FIRING, Severity.WARNING, "oncall", "v1", "replayed", offset + 1);
    }

    private static void add(DecisionHistory history, DecisionRecord decision, Optional<String> journalId)
            throws UnreadableRecordException {
        history.add(stored(decision.draft(OptionalInt.of(3), journalId)), new KnownNames(List.of("payments")));
    }

    private static StoredRecord stored(NewRecord record) {
        Map<String, String> headers = new HashMap<>();
        record.headers(headers::put);
        return new StoredRecord(0, 0, T0, record.key(), headers, record.value().orElse(new byte[0]));
    }

    /** The channels of the recovery; empty if no firing is known. */
    private static String follows(OpenAlerts open, long offset) {
        Alert recovery = OpenAlertsRig.alert("k", AlertStatus.RESOLVED, Severity.INFO);
        return open.known(WebhookReceipts.alert(offset, 0), recovery, Set.of("payments", "oncall"))
                .map(decided -> decided.dispatch().channels().toString())
                .orElse("");
    }
}
