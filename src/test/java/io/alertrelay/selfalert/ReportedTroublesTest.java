package io.alertrelay.selfalert;

import static org.assertj.core.api.Assertions.assertThat;

import io.alertrelay.alert.AlertStatus;
import io.alertrelay.alert.Severity;
import io.alertrelay.config.TroubleKind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReportedTroublesTest {
    private static final Instant NOW = Instant.parse("2026-05-02T10:00:00Z");
    private static final Duration AGAIN = Duration.ofMinutes(15);
    private static final SelfTrouble HELD = trouble(TroubleKind.HELD, "payments", Severity.CRITICAL);

    private final ReportedTroubles reported = new ReportedTroubles(Map.of());

    private static SelfTrouble trouble(TroubleKind kind, String subject, Severity severity) {
        return new SelfTrouble("relay-a", kind, subject, severity, "title", "message");
    }

    private static Findings found(List<SelfTrouble> wrong, TroubleKind... notKnown) {
        return new Findings(wrong, Set.of(notKnown));
    }

    private List<AlertStatus> report(List<SelfTrouble> wrong, Instant at) {
        List<TroubleReport> due = reported.due(found(wrong), AGAIN, at);
        reported.reported(due, at);
        return due.stream().map(TroubleReport::status).toList();
    }

    @Test
    void isToldOnceAndThatItIsOver() {
        assertThat(report(List.of(HELD), NOW)).containsExactly(AlertStatus.FIRING);
        assertThat(report(List.of(HELD), NOW.plusSeconds(5))).isEmpty();
        assertThat(report(List.of(), NOW.plusSeconds(10))).containsExactly(AlertStatus.RESOLVED);
        assertThat(report(List.of(), NOW.plusSeconds(15))).isEmpty();
    }

    @Test
    void whatComesAndGoesIsNotToldAgainTooSoon() {
        report(List.of(HELD), NOW);
        report(List.of(), NOW.plusSeconds(60));

        assertThat(report(List.of(HELD), NOW.plusSeconds(120))).isEmpty();
        assertThat(report(List.of(HELD), NOW.plus(AGAIN))).containsExactly(AlertStatus.FIRING);
    }

    @Test
    void whatGetsWorseIsToldAgain() {
        report(List.of(trouble(TroubleKind.DISK, "", Severity.WARNING)), NOW);

        assertThat(report(List.of(trouble(TroubleKind.DISK, "", Severity.CRITICAL)), NOW.plusSeconds(5)))
                .containsExactly(AlertStatus.FIRING);
        assertThat(report(List.of(trouble(TroubleKind.DISK, "", Severity.WARNING)), NOW.plusSeconds(10)))
                .isEmpty();
    }

    @Test
    void aStormIsTenAMinuteTheWorstFirst() {
        List<SelfTrouble> storm = new ArrayList<>(IntStream.range(0, 100)
                .mapToObj(i -> trouble(TroubleKind.DEAD_LETTERED, "channel-" + i, Severity.WARNING))
                .toList());
        storm.add(HELD);

        List<TroubleReport> first = reported.due(found(storm), AGAIN, NOW);
        reported.reported(first, NOW);

        assertThat(first).hasSize(10).contains(TroubleReport.firing(HELD));
        assertThat(report(storm, NOW.plusSeconds(59))).isEmpty();
        assertThat(report(storm, NOW.plusSeconds(60))).hasSize(10);
        assertThat(report(List.of(), NOW.plusSeconds(61))).hasSize(20).containsOnly(AlertStatus.RESOLVED);
    }

    @Test
    void whoTakesOverEndsWhatAnotherOneToldAndTellsNothingTwice() {
        SelfTrouble other = trouble(TroubleKind.QUARANTINED, "arms-prod", Severity.WARNING);
        ReportedTroubles successor =
                new ReportedTroubles(Map.of(HELD.id(), Severity.CRITICAL, other.id(), Severity.WARNING));

        assertThat(successor.due(found(List.of(HELD)), AGAIN, NOW))
                .singleElement()
                .satisfies(one -> assertThat(one.id()).isEqualTo(other.id()))
                .satisfies(one -> assertThat(one.status()).isEqualTo(AlertStatus.RESOLVED));
    }

    @Test
    void whoTakesOverTellsWhatGotWorse() {
        SelfTrouble full = trouble(TroubleKind.DISK, "", Severity.CRITICAL);

        assertThat(new ReportedTroubles(Map.of(full.id(), Severity.WARNING)).due(found(List.of(full)), AGAIN, NOW))
                .containsExactly(TroubleReport.firing(full));
    }

    @Test
    void whatCanNotBeKnownYetIsNotOverUntilItCan() {
        SelfTrouble other = trouble(TroubleKind.QUARANTINED, "arms-prod", Severity.WARNING);
        ReportedTroubles successor =
                new ReportedTroubles(Map.of(HELD.id(), Severity.CRITICAL, other.id(), Severity.WARNING));

        List<TroubleReport> due = successor.due(found(List.of(), TroubleKind.HELD), AGAIN, NOW);
        assertThat(due).extracting(TroubleReport::id).containsExactly(other.id());
        successor.reported(due, NOW);

        assertThat(successor.due(found(List.of(HELD), TroubleKind.HELD), AGAIN, NOW.plusSeconds(5)))
                .isEmpty();
        assertThat(successor.due(found(List.of()), AGAIN, NOW.plusSeconds(10)))
                .containsExactly(new TroubleReport(HELD.id(), AlertStatus.RESOLVED, Optional.of(HELD)));
    }

    @Test
    void whatWasSentWithoutAnAckIsStillDueAndIsResolvedOnceItIsOver() {
        List<TroubleReport> firing = List.of(TroubleReport.firing(HELD));
        reported.sending(reported.due(found(List.of(HELD)), AGAIN, NOW));

        assertThat(reported.due(found(List.of(HELD)), AGAIN, NOW.plusSeconds(5)))
                .isEqualTo(firing);
        reported.sending(firing);

        assertThat(report(List.of(), NOW.plusSeconds(10))).containsExactly(AlertStatus.RESOLVED);
        assertThat(report(List.of(), NOW.plusSeconds(15))).isEmpty();
        assertThat(report(List.of(HELD), NOW.plusSeconds(20))).containsExactly(AlertStatus.FIRING);
    }

    @Test
    void whatGotWorseIsStillDueWithoutAnAck() {
        SelfTrouble worse = trouble(TroubleKind.DISK, "", Severity.CRITICAL);
        report(List.of(trouble(TroubleKind.DISK, "", Severity.WARNING)), NOW);
        reported.sending(List.of(TroubleReport.firing(worse)));

        assertThat(reported.due(found(List.of(worse)), AGAIN, NOW.plusSeconds(5)))
                .containsExactly(TroubleReport.firing(worse));
    }

    @Test
    void whatItsPredecessorToldAndIsRoutedOnlyLaterIsResolved() {
        assertThat(report(List.of(), NOW)).isEmpty();

        reported.alsoOpen(Map.of(HELD.id(), Severity.CRITICAL));

        assertThat(report(List.of(), NOW.plusSeconds(60))).containsExactly(AlertStatus.RESOLVED);
    }

    @Test
    void whatItResolvedItselfIsNotOpenAgainAndIsToldWhenItComesBack() {
        report(List.of(HELD), NOW);
        report(List.of(), NOW.plusSeconds(5));

        reported.alsoOpen(Map.of(HELD.id(), Severity.CRITICAL));

        assertThat(report(List.of(), NOW.plusSeconds(60))).isEmpty();
        assertThat(report(List.of(HELD), NOW.plus(AGAIN))).containsExactly(AlertStatus.FIRING);
    }
}
