package io.alertrelay.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alertrelay.alert.AlertStatus;
import io.alertrelay.alert.Severity;
import io.alertrelay.config.Format;
import io.alertrelay.record.NewRecord;
import io.alertrelay.record.Outcome;
import io.alertrelay.record.OutcomeFilter;
import io.alertrelay.record.Place;
import io.alertrelay.record.ReplayBounds;
import io.alertrelay.record.ReplayDestination;
import io.alertrelay.record.ReplayFilter;
import io.alertrelay.record.ReplayOrder;
import io.alertrelay.record.StoredRecord;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a replay sends, and what it leaves out. */
class PlannerTest extends PlannerRig {
    @Test
    void ofEachAlertTheLatestStateOfTheStretchIsSentTheMostSevereFirst() {
        received(1, "a", AlertStatus.FIRING, Severity.WARNING, "payments");
        received(2, "b", AlertStatus.FIRING, Severity.CRITICAL, "payments");
        received(3, "a", AlertStatus.RESOLVED, Severity.WARNING, "payments");

        assertThat(sent(plan(), "payments")).containsExactly("b 2 firing", "a 3 resolved");
    }

    @Test
    void theLatestStateIsSentThoughTheOlderOneWasReadAfterItFromAnotherPartition() {
        planner = planner(new ReplayDestination.ByRules(), only(OutcomeFilter.NEVER_DELIVERED), false);
        received(3, "a", AlertStatus.RESOLVED, Severity.WARNING, "payments");
        received(1, "a", AlertStatus.FIRING, Severity.WARNING, "payments");

        Plan plan = plan();

        assertThat(sent(plan, "payments")).containsExactly("a 3 resolved");
        assertThat(plan.leftOut()).isEmpty();
    }

    @Test
    void anAlertThatWasResolvedAfterTheStretchIsNotOpenedAgain() {
        received(1, "a", AlertStatus.FIRING, Severity.CRITICAL, "payments");
        later("a", 150, AlertStatus.RESOLVED);

        Plan plan = plan();

        assertThat(plan.picks()).isEmpty();
        assertThat(plan.leftOut()).containsOnlyKeys(Reason.RESOLVED_SINCE);
        assertThat(plan.leftOut().get(Reason.RESOLVED_SINCE).examples().get(0)).contains("w0-1-", "\"title of a\"");
    }

    @Test
    void anAlertOfWhichOnlyTheChannelOfItsRecoveryKnowsThatItIsOverIsNotOpenedAgain() {
        planner = planner(new ReplayDestination.ToChannel("oncall"), ReplayFilter.NONE, false);
        received(0, "a", AlertStatus.FIRING, Severity.CRITICAL, "payments");
        recovery(1, "a", "payments");

        assertThat(plan().leftOut()).containsOnlyKeys(Reason.RESOLVED_SINCE);
    }

    @Test
    void anAlertThatFiresAgainIsNotClosed() {
        received(1, "a", AlertStatus.RESOLVED, Severity.CRITICAL, "payments");
        later("a", 150, AlertStatus.FIRING);

        assertThat(plan().leftOut()).containsOnlyKeys(Reason.FIRED_SINCE);
    }

    @Test
    void whatHasNewsInTheChannelAlreadyIsLeftOutThereAndSentWhereItHasNot() {
        due(150, "a", "payments", "");
        received(1, "a", AlertStatus.FIRING, Severity.CRITICAL, "payments", "platform");
        later("a", 150, AlertStatus.FIRING);

        Plan plan = plan();

        assertThat(sent(plan, "platform")).containsExactly("a 1 firing");
        assertThat(plan.picks()).containsOnlyKeys("platform");
        assertThat(plan.leftOut()).containsOnlyKeys(Reason.NEWER_DELIVERED);
    }

    @Test
    void aSecondCopyOfADeliveryThatEndedDoesNotWait() {
        due(1, "a", "payments", "");
        due(1, "a", "payments", "");
        settled(1, "payments", "", Outcome.DELIVERED);
        received(1, "a", AlertStatus.FIRING, Severity.WARNING, "payments");

        assertThat(sent(plan(), "payments")).containsExactly("a 1 firing");
    }

    @Test
    void whatTheChannelsGroupHasPassedDoesNotWaitThoughItHasNoReceipt() {
        planner = planner(new ReplayDestination.ByRules(), only(OutcomeFilter.NEVER_DELIVERED), false);
        due(1, "a", "platform", "");
        received(1, "a", AlertStatus.FIRING, Severity.WARNING, "platform");

        assertThat(sent(plan(), "platform")).containsExactly("a 1 firing");
    }

    @Test
    void ofDeadLettersOfOneAlertOnlyTheNewestIsSentToAChannelWhateverChannelsTheyAreOf() {
        planner = new Planner(redrive(new ReplayDestination.ToChannel("oncall"), false), CHANNELS);
        planner.candidate(letter(1, Severity.WARNING, "payments"));
        planner.candidate(letter(2, Severity.CRITICAL, "platform"));
        planner.candidate(letter(2, Severity.CRITICAL, "payments"));

        Plan plan = plan();

        assertThat(sent(plan, "oncall")).containsExactly("a 2 firing");
        assertThat(plan.leftOut().get(Reason.OLDER).count()).isEqualTo(2);
    }

    @Test
    void aDeadLetterThatWasDeliveredSinceIsSentOnlyIfThatIsAskedFor() {
        for (boolean again : List.of(false, true)) {
            planner = new Planner(redrive(new ReplayDestination.ByRules(), again), CHANNELS);
            due(1, "a", "payments", "");
            settled(1, "payments", "", Outcome.DEAD_LETTERED);
            due(1, "a", "payments", "d1");
            settled(1, "payments", "d1", Outcome.DELIVERED);
            planner.candidate(letter(1, Severity.WARNING, "payments"));

            assertThat(plan().requests()).isEqualTo(again ? 1 : 0);
        }
    }

    @Test
    void thatADeadLetterWasDeliveredSinceOrIsOverIsSaidRatherThanThatItsFormatIsAnother() {
        Map<String, Format> other = Map.of("payments", Format.ARMS);
        planner = new Planner(redrive(new ReplayDestination.ByRules(), false), other);
        due(1, "a", "payments", "d1");
        settled(1, "payments", "d1", Outcome.DELIVERED);
        planner.candidate(letter(1, Severity.WARNING, "payments"));
        assertThat(plan().leftOut()).containsOnlyKeys(Reason.DELIVERED_SINCE);

        planner = new Planner(redrive(new ReplayDestination.ByRules(), false), other);
        planner.candidate(letter(1, Severity.WARNING, "payments"));
        later("a", 150, AlertStatus.RESOLVED);
        assertThat(plan().leftOut()).containsOnlyKeys(Reason.RESOLVED_SINCE);
    }

    private static ReplayOrder redrive(ReplayDestination to, boolean again) {
        ReplayOrder order = order(to, ReplayFilter.NONE, again);
        return new ReplayOrder(
                "d2",
                NOW,
                "tester",
                order.narrowing(),
                to,
                1,
                again,
                List.of(new Place(0, 1)),
                order.bounds(),
                Map.of());
    }

    private static Candidate letter(int webhook, Severity severity, String channel) {
        return new Candidate(
                source(webhook),
                "a",
                "title",
                AlertStatus.FIRING,
                severity,
                List.of(channel),
                "v1",
                "case 1",
                Optional.of(new Place(0, webhook)),
                false,
                Optional.of(Format.STANDARD));
    }

    @Test
    void aDeadLetterIsNotSentToAChannelOfAnotherFormat() {
        for (Format format : Format.values()) {
            planner = new Planner(redrive(new ReplayDestination.ToChannel("oncall"), true), Map.of("oncall", format));
            planner.candidate(letter(1, Severity.WARNING, "payments"));

            Plan plan = plan();

            assertThat(plan.requests()).isEqualTo(format == Format.STANDARD ? 1 : 0);
            assertThat(plan.leftOut().containsKey(Reason.OTHER_FORMAT)).isEqualTo(format == Format.ARMS);
        }
    }

    @Test
    void testAlertsAndHeartbeatsAreLeftOutOfTheChannelsThatAreReplayedAndCountForNoOther() {
        for (String channel : List.of("payments", "oncall")) {
            planner = planner(new ReplayDestination.ByRules(), channels(channel), false);
            heartbeat(1, "oncall");

            Plan plan = plan();

            assertThat(plan.picks()).isEmpty();
            assertThat(plan.leftOut().keySet())
                    .isEqualTo(channel.equals("oncall") ? Set.of(Reason.TEST_OR_HEARTBEAT) : Set.of());
        }
    }

    @Test
    void aHeartbeatThatDidNotEndAsIsAskedForIsLeftOutForThat() {
        planner = planner(new ReplayDestination.ByRules(), only(OutcomeFilter.NEVER_DELIVERED), false);
        due(1, "beat", "oncall", "");
        settled(1, "oncall", "", Outcome.DELIVERED);
        heartbeat(1, "oncall");

        assertThat(plan().leftOut()).containsOnlyKeys(Reason.NOT_ASKED_FOR);
    }

    private static ReplayFilter channels(String only) {
        return new ReplayFilter(
                Optional.empty(),
                Optional.empty(),
                Set.of(),
                Set.of(),
                Set.of(only),
                Set.of(),
                List.of(),
                Optional.empty());
    }

    private void heartbeat(int webhook, String channel) {
        planner.received("beat", source(webhook), AlertStatus.FIRING);
        planner.candidate(new Candidate(
                source(webhook),
                "beat",
                "the relay runs",
                AlertStatus.FIRING,
                Severity.INFO,
                List.of(channel),
                "v1",
                "case 1",
                Optional.empty(),
                true,
                Optional.empty()));
    }

    @Test
    void routesThenAndNowAreComparedByChannel() {
        due(1, "a", "payments", "");
        due(2, "b", "oncall", "");
        received(1, "a", AlertStatus.FIRING, Severity.WARNING, "payments", "platform");
        received(2, "b", AlertStatus.FIRING, Severity.WARNING, "payments");
        received(3, "c", AlertStatus.FIRING, Severity.WARNING, "payments");
        settled(1, "payments", "", Outcome.DELIVERED);
        settled(2, "oncall", "", Outcome.DELIVERED);

        Map<String, RouteDifference> differences = plan().differences();

        assertThat(differences.get("payments").unchanged().count()).isEqualTo(1);
        assertThat(differences.get("payments").added().count()).isEqualTo(1);
        assertThat(differences.get("payments").unknown().count()).isEqualTo(1);
        assertThat(differences.get("platform").added().count()).isEqualTo(1);
        assertThat(differences.get("oncall").removed().examples().get(0)).contains("title of b");
    }

    @Test
    void ofAReplayToSomeChannelsOnlyTheseAreCompared() {
        planner = planner(
                new ReplayDestination.ByRules(),
                new ReplayFilter(
                        Optional.empty(),
                        Optional.empty(),
                        Set.of(),
                        Set.of(),
                        Set.of("payments"),
                        Set.of(),
                        List.of(),
                        Optional.empty()),
                false);
        received(1, "a", AlertStatus.FIRING, Severity.WARNING, "payments", "platform");

        assertThat(plan().differences()).containsOnlyKeys("payments");
    }

    @Test
    void asRoutedItGoesWhereItWentAndWhatIsNotKnownIsLeftOut() {
        planner = planner(new ReplayDestination.AsRouted(), ReplayFilter.NONE, false);
        due(1, "a", "oncall", "");
        settled(1, "oncall", "", Outcome.DELIVERED);
        received(1, "a", AlertStatus.FIRING, Severity.WARNING, "payments");
        received(2, "b", AlertStatus.FIRING, Severity.WARNING, "payments");

        Plan plan = plan();

        assertThat(plan.picks()).containsOnlyKeys("oncall");
        assertThat(plan.leftOut()).containsOnlyKeys(Reason.UNKNOWN_THEN);
    }

    @Test
    void whatStillWaitsNeedsNoReplay() {
        due(1, "a", "payments", "");
        received(1, "a", AlertStatus.FIRING, Severity.WARNING, "payments");

        assertThat(plan().leftOut()).containsOnlyKeys(Reason.STILL_WAITS);
    }

    @Test
    void whatWasGivenUpAsNotStoredAndWaitsInItsTopicAllTheSameNeedsNoReplay() {
        due(1, "a", "payments", "");
        settled(1, "payments", "", Outcome.DEAD_LETTERED, "unstored");
        received(1, "a", AlertStatus.FIRING, Severity.WARNING, "payments");

        assertThat(plan().leftOut()).containsOnlyKeys(Reason.STILL_WAITS);
    }

    @Test
    void whatAReplayDeliveredIsNotSentOnceMoreUnlessThatIsAskedFor() {
        for (boolean again : List.of(false, true)) {
            planner = planner(new ReplayDestination.ByRules(), ReplayFilter.NONE, again);
            due(1, "a", "payments", "r1");
            settled(1, "payments", "r1", Outcome.DELIVERED);
            received(1, "a", AlertStatus.FIRING, Severity.WARNING, "payments");

            assertThat(plan().leftOut().keySet()).isEqualTo(again ? Set.of() : Set.of(Reason.REPLAYED_BEFORE));
        }
    }

    @Test
    void whatWasGivenUpInTheChannelsThatItWentToIsSentToAnotherOne() {
        planner = planner(new ReplayDestination.ToChannel("oncall"), only(OutcomeFilter.DEAD_LETTERED), false);
        due(1, "a", "payments", "");
        settled(1, "payments", "", Outcome.DEAD_LETTERED);
        received(1, "a", AlertStatus.FIRING, Severity.WARNING, "payments");
        due(2, "b", "payments", "");
        settled(2, "payments", "", Outcome.DELIVERED);
        received(2, "b", AlertStatus.FIRING, Severity.WARNING, "payments");
        due(3, "by other rules", "payments", "");
        settled(3, "payments", "", Outcome.DEAD_LETTERED);
        received(3, "by other rules", AlertStatus.FIRING, Severity.WARNING, "platform");
        for (Outcome there : List.of(Outcome.DELIVERED, Outcome.SUPERSEDED)) {
            int webhook = 4 + there.ordinal();
            due(webhook, "there too" + webhook, "payments", "");
            settled(webhook, "payments", "", Outcome.DEAD_LETTERED);
            due(webhook, "there too" + webhook, "oncall", "");
            settled(webhook, "oncall", "", there);
            received(webhook, "there too" + webhook, AlertStatus.FIRING, Severity.WARNING, "payments", "oncall");
        }

        Plan plan = plan();

        assertThat(sent(plan, "oncall")).containsExactly("a 1 firing", "by other rules 3 firing");
        assertThat(plan.leftOut().get(Reason.NOT_ASKED_FOR).count()).isEqualTo(3);
    }

    @Test
    void onlyTakesThoseThatEndedSo() {
        Map<OutcomeFilter, List<String>> expected = Map.of(
                OutcomeFilter.DEAD_LETTERED,
                List.of("b 2 firing"),
                OutcomeFilter.NEVER_DELIVERED,
                List.of("b 2 firing", "c 3 firing"));
        expected.forEach((only, sent) -> {
            planner = planner(new ReplayDestination.ByRules(), only(only), false);
            due(1, "a", "payments", "");
            settled(1, "payments", "", Outcome.DELIVERED);
            due(2, "b", "payments", "");
            settled(2, "payments", "", Outcome.DEAD_LETTERED);
            received(1, "a", AlertStatus.FIRING, Severity.WARNING, "payments");
            received(2, "b", AlertStatus.FIRING, Severity.WARNING, "payments");
            received(3, "c", AlertStatus.FIRING, Severity.WARNING, "payments");

            assertThat(sent(plan(), "payments")).as(only.word()).isEqualTo(sent);
        });
    }

    @Test
    void whatWasGivenUpIsStillSoIfAReplayOfItWasSuperseded() {
        planner = planner(new ReplayDestination.ByRules(), only(OutcomeFilter.DEAD_LETTERED), false);
        due(2, "b", "payments", "");
        settled(2, "payments", "", Outcome.DEAD_LETTERED);
        due(2, "b", "payments", "r1");
        settled(2, "payments", "r1", Outcome.SUPERSEDED);
        received(2, "b", AlertStatus.FIRING, Severity.WARNING, "payments");

        assertThat(sent(plan(), "payments")).containsExactly("b 2 firing");
    }

    @Test
    void whatWasGivenUpAndDeliveredLaterIsDelivered() {
        planner = planner(new ReplayDestination.ByRules(), only(OutcomeFilter.DEAD_LETTERED), true);
        due(2, "b", "payments", "");
        settled(2, "payments", "", Outcome.DEAD_LETTERED);
        due(2, "b", "payments", "r1");
        settled(2, "payments", "r1", Outcome.DELIVERED);
        received(2, "b", AlertStatus.FIRING, Severity.WARNING, "payments");

        assertThat(plan().leftOut()).containsOnlyKeys(Reason.NOT_ASKED_FOR);
    }

    @Test
    void onlyTheNamedChannelsAreSentTo() {
        ReplayFilter narrowing = new ReplayFilter(
                Optional.empty(),
                Optional.empty(),
                Set.of(),
                Set.of(),
                Set.of("platform"),
                Set.of(),
                List.of(),
                Optional.empty());
        planner = planner(new ReplayDestination.ByRules(), narrowing, false);
        received(1, "a", AlertStatus.FIRING, Severity.WARNING, "payments", "platform");

        Plan plan = plan();

        assertThat(plan.picks()).containsOnlyKeys("platform");
        assertThat(plan.picks().get("platform").get(0).channels()).containsExactly("platform");
    }

    @Test
    void toAChannelOnlyThatIsSentWhichWouldGoToTheNamedOnes() {
        planner = planner(new ReplayDestination.ToChannel("oncall"), channels("payments"), false);
        due(1, "a", "platform", "");
        received(1, "a", AlertStatus.FIRING, Severity.WARNING, "payments", "platform");
        received(2, "b", AlertStatus.FIRING, Severity.WARNING, "platform");
        settled(1, "platform", "", Outcome.DELIVERED);

        Plan plan = plan();

        assertThat(sent(plan, "oncall")).containsExactly("a 1 firing");
        assertThat(plan.differences()).containsOnlyKeys("oncall");
        assertThat(plan.differences().get("oncall").added().count()).isEqualTo(1);
    }

    @Test
    void ofDeadLettersOnlyThoseOfTheNamedChannelsAreSentToAnother() {
        ReplayOrder all = redrive(new ReplayDestination.ToChannel("oncall"), false);
        planner = new Planner(
                new ReplayOrder(
                        all.id(),
                        NOW,
                        all.by(),
                        channels("payments"),
                        all.destination(),
                        1,
                        false,
                        all.deadLetters(),
                        all.bounds(),
                        Map.of()),
                CHANNELS);
        planner.candidate(letter(1, Severity.WARNING, "payments"));
        planner.candidate(letter(2, Severity.CRITICAL, "platform"));

        Plan plan = plan();

        assertThat(sent(plan, "oncall")).containsExactly("a 1 firing");
        assertThat(plan.leftOut()).isEmpty();
    }

    @Test
    void aChannelThatIsGoneIsLeftOut() {
        received(1, "a", AlertStatus.FIRING, Severity.WARNING, "former", "payments");

        Plan plan = plan();

        assertThat(plan.picks()).containsOnlyKeys("payments");
        assertThat(plan.leftOut()).containsOnlyKeys(Reason.CHANNEL_GONE);
    }

    @Test
    void moreThanCanBeHeldIsRefusedWithWhatToDo() {
        assertThatThrownBy(() -> {
                    for (int i = 0; i <= 100_000; i++) {
                        received(1, "k" + i, AlertStatus.FIRING, Severity.WARNING, "payments");
                    }
                })
                .isInstanceOf(Planner.PlanTooLargeException.class)
                .hasMessageContaining("shorter time");
    }

    @Test
    void theMoreChannelsAnAlertGoesToTheFewerCanBeHeld() {
        assertThat(held("payments", "platform", "oncall")).isLessThan(held("payments"));
        assertThat(held("payments", "platform")).isGreaterThan(25_000);
    }

    @Test
    void aStateThatIsReplacedByALaterOneTakesNoRoom() {
        for (int i = 0; i <= 200_000; i++) {
            received(i, "k" + i % 100, AlertStatus.FIRING, Severity.WARNING, "payments");
        }

        assertThat(plan().alerts()).isEqualTo(200_001);
    }

    @Test
    void alertsThatOnlyCameInAreCountedTooBecauseTheyAreKeptUntilAllAreChosen() {
        assertThatThrownBy(() -> {
                    for (int i = 0; i <= 1_000_000; i++) {
                        planner.received("k" + i, source(i), AlertStatus.FIRING);
                    }
                })
                .isInstanceOf(Planner.PlanTooLargeException.class);
    }

    @Test
    void moreDeadLettersThanCanBeHeldAreRefusedBeforeTheyAreRead() {
        planner.willRead(40_000);

        assertThatThrownBy(() -> planner.willRead(2_000_000)).isInstanceOf(Planner.PlanTooLargeException.class);
    }

    private int held(String... channels) {
        planner = planner(new ReplayDestination.ByRules(), ReplayFilter.NONE, false);
        int count = 0;
        try {
            while (count < 1_000_000) {
                received(1, "k" + count, AlertStatus.FIRING, Severity.WARNING, channels);
                count++;
            }
        } catch (Planner.PlanTooLargeException e) {
            return count;
        }
        return count;
    }

    @Test
    void anOrderIsReadAsItWasWrittenAndTheSameOrderHasTheSameName() {
        ReplayOrder order = order(new ReplayDestination.ToChannel("支付"), only(OutcomeFilter.DEAD_LETTERED), true)
                .named();
        ReplayOrder later = new ReplayOrder(
                        "",
                        NOW.plusSeconds(9),
                        "somebody else",
                        order.narrowing(),
                        order.destination(),
                        1,
                        order.again(),
                        order.deadLetters(),
                        new ReplayBounds(
                                order.bounds().from(),
                                order.bounds().to(),
                                Map.of(0, 999L),
                                Map.of(),
                                Map.of(),
                                7,
                                Map.of(),
                                NOW,
                                Optional.empty()),
                        order.rules())
                .named();

        NewRecord draft = order.draft();
        assertThat(ReplayOrder.of(new StoredRecord(
                        0, 0, NOW, draft.key(), Map.of(), draft.value().orElseThrow())))
                .contains(order);
        assertThat(later.id()).isEqualTo(order.id());
        assertThat(order(new ReplayDestination.ByRules(), ReplayFilter.NONE, true)
                        .named()
                        .id())
                .isNotEqualTo(order.id());
    }
}
