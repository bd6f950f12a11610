package io.alertrelay.fuzz.check;

import static io.alertrelay.fuzz.check.HandMade.A;
import static io.alertrelay.fuzz.check.HandMade.B;
import static io.alertrelay.fuzz.check.HandMade.body;
import static io.alertrelay.fuzz.check.HandMade.firing;
import static io.alertrelay.fuzz.check.HandMade.poison;
import static io.alertrelay.fuzz.check.HandMade.resolved;
import static io.alertrelay.fuzz.check.HandMade.version;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alertrelay.fuzz.history.Sent.Outcome;
import io.alertrelay.fuzz.plan.AlertVersion;
import io.alertrelay.fuzz.plan.BodyForm;
import io.alertrelay.fuzz.plan.GarbageKind;
import io.alertrelay.fuzz.plan.PlannedFault;
import io.alertrelay.fuzz.plan.Post;
import io.alertrelay.fuzz.plan.WebhookBody;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** A checker that finds nothing proves nothing: each kind of violation, made by hand, is found, and only that. */
class CheckerTest {
    private final HandMade told = new HandMade(A);

    @Test
    void aRoundInWhichAllIsWellHasNoViolation() {
        told.delivered(firing(1), A);
        told.delivered(firing(2), A);
        told.delivered(resolved(3), A);
        told.look(3, 3);

        assertFound();
    }

    @Test
    void aPostWithoutAnswerMayBeStoredOrNot() {
        told.sent(Outcome.UNCLEAR, "503", firing(1));
        told.sent(Outcome.UNCLEAR, "503", firing(2));
        String stored = told.stored(0, WebhookBody.of(post(firing(2))));
        told.queued(stored, firing(2), A);
        told.pushed(firing(2), A);
        told.receipt(stored, A, "delivered");

        assertFound();
    }

    @Test
    void aPostWithoutAnswerIsFoundThoughNobodyWasStruck() {
        told.sent(Outcome.UNANSWERED, "connection reset", firing(1));

        assertFound("answered");
    }

    @Test
    void aPostThatLostItsAnswerToAStrikeIsNot() {
        told.sent(Outcome.UNANSWERED, "connection reset", firing(1));
        told.killed(A);

        assertFound();
    }

    @Test
    void aPostThatLostItsAnswerToAStandstillIsNot() {
        told.frozen(20_000);
        told.sent(Outcome.UNANSWERED, "connection reset", firing(1));

        assertFound();
    }

    @Test
    void whatItsSenderGaveUpOnLongBeforeItIsStoredIsFound() {
        told.sent(Outcome.UNANSWERED, "timed out", firing(1));
        told.frozenBefore(20_000);
        String late = told.stored(0, WebhookBody.of(post(firing(1))));
        told.queued(late, firing(1), A);
        told.pushed(firing(1), A);
        told.receipt(late, A, "delivered");

        assertFound("stale");
    }

    @Test
    void whatWasReadWhileTheSignalWasOnItsWayIsNotFound() {
        told.sent(Outcome.UNANSWERED, "timed out", firing(1));
        told.frozenSlowly(20_000);
        String late = told.stored(0, WebhookBody.of(post(firing(1))));
        told.queued(late, firing(1), A);
        told.pushed(firing(1), A);
        told.receipt(late, A, "delivered");

        assertFound();
    }

    @Test
    void whatWasInFlightWhenTheRelayStoodStillMayBeSentTwiceAndNoMore() {
        told.frozen(20_000);
        told.delivered(firing(1), A);
        for (int i = 0; i < 24; i++) {
            told.pushed(firing(1), A);
        }
        assertFound();

        told.pushed(firing(1), A);
        assertFound("repeats");
    }

    @Test
    void whatAnotherRelaySentMeanwhileIsNotSentAgainByTheOneThatWakes() {
        told.cutOff(20_000);
        told.passes(10_000);
        List<AlertVersion> sent = IntStream.rangeClosed(1, 9)
                .mapToObj(n -> version(n, true, "a" + n, 1))
                .toList();
        sent.forEach(version -> told.delivered(version, A));
        told.passes(11_000);
        sent.subList(0, 8).forEach(version -> told.pushed(version, A));
        assertFound();

        told.pushed(sent.get(8), A);
        assertFound("woken");
    }

    @Test
    void aPostToARelayThatIsCutOffIsAnswered() {
        told.cutOff(20_000);
        told.sent(Outcome.UNANSWERED, "timed out", firing(1));

        assertFound("answered");
    }

    @Test
    void twoEndsOfADeliveryAreFoundUnlessTwoRelaysHadIt() {
        String first = told.accepted(firing(1));
        told.queued(first, firing(1), A);
        String second = told.accepted(firing(2));
        told.queued(second, firing(2), A);
        told.pushed(firing(1), A);
        told.receiptOf("relay-1/7", first, A, "delivered", "", "");
        told.receiptOf("relay-2/8", first, A, "superseded", "reminder", second + "/0/" + A);
        told.pushed(firing(2), A);
        told.receipt(second, A, "delivered");
        assertFound();

        told.receiptOf("relay-1/7", first, A, "superseded", "reminder", second + "/0/" + A);
        assertFound("receipts");
    }

    @Test
    void whatDoesNotSettleIsFound() {
        told.stuck("not everything was settled");

        assertFound("liveness");
    }

    @Test
    void anUnknownRuleCannotBeLeftOut() {
        assertThatThrownBy(() -> Checker.without(List.of("ordre"), 8, 0))
                .hasMessageContaining("found ordre, expected one of")
                .hasMessageContaining("late-repeats");
    }

    @Test
    void aRuleThatIsLeftOutFindsNothing() {
        told.stuck("not everything was settled");

        assertThat(Checker.without(List.of("liveness"), 8, 0)
                        .judge(told.history())
                        .violations())
                .isEmpty();
    }

    @Nested
    class Acknowledged {
        @Test
        void andNotStored() {
            told.sent(Outcome.ACKNOWLEDGED, "w0-7-gone", firing(1));

            assertFound("acknowledged-is-stored");
        }

        @Test
        void andStoredWithOtherBytes() {
            told.sent(Outcome.ACKNOWLEDGED, "w0-0-nonce", firing(1));
            String receipt = told.stored(0, WebhookBody.of(post(firing(1))) + " ");
            told.queued(receipt, firing(1), A);
            told.pushed(firing(1), A);
            told.receipt(receipt, A, "delivered");

            assertFound("acknowledged-is-stored");
        }

        @Test
        void andStoredBeforeWhatWasPostedEarlier() {
            told.sent(Outcome.ACKNOWLEDGED, "w0-1-nonce", firing(1));
            told.delivered(firing(2), A);
            String late = told.stored(0, WebhookBody.of(post(firing(1))));
            told.queued(late, firing(1), A);
            told.pushed(firing(1), A);
            told.receipt(late, A, "delivered");

            assertFound("acknowledged-is-stored");
        }

        @Test
        void unlessThePartitionsWereDoubledAndItIsInTheOneThatFollows() {
            told.delivered(firing(1), A);
            String next = told.accepted(6, resolved(2));
            told.queued(next, resolved(2), A);
            told.pushed(resolved(2), A);
            told.receipt(next, A, "delivered");

            assertFound();
        }

        @Test
        void andStoredInAnotherPartitionThanTheAlertBefore() {
            told.delivered(firing(1), A);
            String other = told.accepted(1, resolved(2));
            told.queued(other, resolved(2), A);
            told.pushed(resolved(2), A);
            told.receipt(other, A, "delivered");

            assertFound("acknowledged-is-stored");
        }

        @Test
        void orRefusedThoughItIsGood() {
            told.sent(Outcome.REFUSED, "400", firing(1));

            assertFound("acknowledged-is-stored");
        }

        @Test
        void orInQuarantineThoughItIsGood() {
            told.quarantined("{}");

            assertFound("acknowledged-is-stored");
        }
    }

    @Nested
    class WhenATopicWasDeleted {
        @Test
        void whatStoodInItIsNotMissed() {
            String receipt = told.accepted(firing(1));
            told.queued(receipt, firing(1), A);
            told.accepted(firing(2));
            told.lost(A);
            told.delivered(resolved(3), A);
            told.look(3, 1);

            assertFound();
        }

        @Test
        void whatWasStoredLaterIs() {
            told.delivered(firing(1), A);
            told.lost(A);
            told.accepted(resolved(2));
            told.accepted(version(3, true, "b", 1));

            assertFound("fan-out", "recovery-follows-firing");
        }

        @Test
        void whatWasQueuedLaterIs() {
            told.delivered(firing(1), A);
            told.lost(A);
            told.queued(told.accepted(resolved(2)), resolved(2), A);

            assertFound("conservation", "receipts");
        }

        @Test
        void whatWentToAnotherChannelIs() {
            HandMade two = new HandMade(A, B);
            String receipt = two.accepted(firing(1));
            two.queued(receipt, firing(1), A);
            two.queued(receipt, firing(1), B);
            two.lost(A);

            assertFound(two, "conservation", "receipts");
        }

        @Test
        void brokersMayKeepWhatWasCommittedForIt() {
            told.delivered(firing(1), A);
            told.lost(A);
            told.look(1, 1);

            assertFound();
        }

        @Test
        void theNewOneIsCommittedOnlyAsFarAsItIsSettled() {
            told.delivered(firing(1), A);
            told.lost(A);
            String receipt = told.accepted(resolved(2));
            told.queued(receipt, resolved(2), A);
            told.look(2, 1);
            told.pushed(resolved(2), A);
            told.receipt(receipt, A, "delivered");

            assertFound("offsets");
        }
    }

    @Nested
    class WhatNobodyCanRead {
        @Test
        void isInQuarantine() {
            told.delivered(firing(1), A);
            told.garbage(GarbageKind.WEBHOOK_OF_NO_JSON);
            told.garbage(GarbageKind.EVENT_WITHOUT_BODY);
            told.quarantined(GarbageKind.WEBHOOK_OF_NO_JSON.value().orElseThrow());
            told.quarantined("");

            assertFound();
        }

        @Test
        void isMissedThere() {
            told.garbage(GarbageKind.EVENT_WITHOUT_BODY);

            assertFound("set-aside");
        }

        @Test
        void needNotBeThereIfNothingWaitsForIt() {
            told.garbage(GarbageKind.RECEIPT_OF_NO_JSON);

            assertFound();
        }

        @Test
        void asOneAlertOfManyIsSetAside() {
            Post post = new Post(firing(1).integration(), List.of(firing(1)), false, 0, BodyForm.BAD_ALERT);
            told.acceptedAs(post, 1);

            assertFound("set-aside");
        }

        @Test
        void doesNotTakeTheGoodAlertsWithIt() {
            Post post = new Post(firing(1).integration(), List.of(firing(1)), false, 0, BodyForm.BAD_ALERT);
            told.acceptedAs(post, 1);
            told.quarantined(WebhookBody.of(post));

            assertFound("acknowledged-is-stored", "set-aside");
        }
    }

    @Nested
    class Invented {
        @Test
        void inAWebhook() {
            told.stored(0, WebhookBody.of(post(firing(1))));

            assertFound("nothing-invented");
        }

        @Test
        void inTheTopicOfAChannel() {
            told.queued("w0-9-nonce", firing(1), A);

            assertFound("nothing-invented");
        }

        @Test
        void inARecordThatTellsOfAnotherAlert() {
            told.sent(Outcome.UNCLEAR, "", firing(2));
            String receipt = told.delivered(firing(1), A);
            told.queued(receipt, firing(1), A, body(firing(2)));

            assertFound("nothing-invented");
        }

        @Test
        void inAPushWithOtherBytesThanItsRecord() {
            told.delivered(firing(1), A);
            told.pushed(A, "TAKEN", 200, body(firing(1)) + " ", Optional.empty());

            assertFound("nothing-invented");
        }

        @Test
        void inAPushToAnotherChannel() {
            told.delivered(firing(1), A);
            told.pushed(firing(1), B);

            assertFound("nothing-invented");
        }
    }

    @Nested
    class Routed {
        @Test
        void toLessThanTheRulesSay() {
            HandMade two = new HandMade(A, B);
            two.delivered(firing(1), A);

            assertFound(two, "fan-out");
        }

        @Test
        void toMoreThanTheRulesSay() {
            told.delivered(firing(1), A, B);

            assertFound("fan-out");
        }

        @Test
        void nowhere() {
            told.accepted(firing(1));

            assertFound("fan-out");
        }

        @Test
        void byRulesThatCameWhileItWasStored() {
            String receipt = told.accepted(firing(1));
            told.killed(B);
            told.queued(receipt, firing(1), B);
            told.pushed(firing(1), B);
            told.receipt(receipt, B, "delivered");

            assertFound();
        }

        @Test
        void byRulesThatWereGoneWhenItWasStored() {
            told.killed(B);
            told.delivered(firing(1), A);

            assertFound("fan-out", "fan-out");
        }

        @Test
        void aReminderToWhereTheAlertIsOpen() {
            told.delivered(firing(1), A);
            told.killed(B);
            told.delivered(firing(2), A, B);
            told.delivered(resolved(3), A, B);

            assertFound();
        }

        @Test
        void aRecoveryByTheNewRules() {
            told.delivered(firing(1), A);
            told.killed(B);
            told.delivered(resolved(2), B);

            assertFound("recovery-follows-firing");
        }

        @Test
        void aRecoveryToOnlyOneOfTheChannelsOfItsFirings() {
            HandMade two = new HandMade(A, B);
            two.delivered(firing(1), A, B);
            two.delivered(resolved(2), B);

            assertFound(two, "recovery-follows-firing");
        }

        @Test
        void aRecoveryWithoutAFiringByTheRules() {
            told.delivered(resolved(1), B);

            assertFound("fan-out", "fan-out");
        }
    }

    @Nested
    class Lost {
        @Test
        void ifFlashdutyNeverTookIt() {
            String receipt = told.accepted(firing(1));
            told.queued(receipt, firing(1), A);
            told.pushed(A, "BROKEN", 500, body(firing(1)), Optional.of(PlannedFault.ERROR_500));

            assertFound("conservation", "receipts");
        }

        @Test
        void notIfItIsThePoisonThatFlashdutyRefuses() {
            String receipt = told.accepted(poison(1));
            told.queued(receipt, poison(1), A);
            told.pushed(A, "BROKEN", 400, body(poison(1)), Optional.empty());
            told.deadLetter(receipt, A, poison(1));
            told.receipt(receipt, A, "dead-lettered");

            assertFound();
        }

        @Test
        void ifAGoodOneIsADeadLetter() {
            String receipt = told.delivered(firing(1), A);
            told.deadLetter(receipt, A, firing(1));

            assertFound("conservation");
        }

        @Test
        void notIfALaterReminderStandsForIt() {
            superseded(firing(1), firing(2));

            assertFound();
        }

        @Test
        void ifWhatStandsForItIsOfTheNextIncident() {
            superseded(firing(1), version(2, true, "a", 2));

            assertFound("conservation", "receipts");
        }

        @Test
        void ifARecoveryStandsForItsFiring() {
            superseded(firing(1), resolved(2));

            assertFound("conservation", "receipts");
        }

        @Test
        void ifARecoveryLiesBetweenItAndWhatStandsForIt() {
            String first = told.accepted(firing(1));
            told.queued(first, firing(1), A);
            told.delivered(resolved(2), A);
            String last = told.delivered(firing(3), A);
            told.receipt(first, A, "superseded", "reminder", last + "/0/" + A);

            assertFound("conservation");
        }

        @Test
        void unlessWhatStandsForItStoodInATopicThatWasDeleted() {
            String first = told.accepted(firing(1));
            told.queued(first, firing(1), A);
            String later = told.accepted(firing(2));
            told.lost(A);
            told.receipt(first, A, "superseded", "reminder", later + "/0/" + A);

            assertFound();
        }

        private void superseded(AlertVersion earlier, AlertVersion later) {
            String receipt = told.accepted(earlier);
            told.queued(receipt, earlier, A);
            String by = told.delivered(later, A);
            told.receipt(receipt, A, "superseded", "reminder", by + "/0/" + A);
        }
    }

    @Nested
    class Overtaken {
        @Test
        void notByTheFirstOfTwoPostsOfWhichTheSecondIsStoredBehindIt() {
            told.delivered(resolved(2), A);
            told.delivered(firing(1), A);
            told.delivered(resolved(2), A);

            assertFound();
        }

        @Test
        void notByASecondRequestForThePostBeforeItThatHasBytesOfItsOwn() {
            List<String> bodies = Stream.of("first", "second")
                    .map(id -> body(firing(1)).replace("{", "{\"relay_id\":\"" + id + "\","))
                    .toList();
            bodies.forEach(body -> {
                String receipt = told.accepted(firing(1));
                told.queued(receipt, firing(1), A, body);
                told.pushed(A, "TAKEN", 200, body, Optional.empty());
                told.receipt(receipt, A, "delivered");
            });
            told.delivered(firing(2), A);
            told.lost(A);
            told.killed(A);
            bodies.forEach(body -> told.pushed(A, "DUPLICATE", 200, body, Optional.empty()));
            told.pushed(firing(2), A);

            assertFound();
        }

        @Test
        void byAReminderOfWhichItWasSaidThatItStandsForIt() {
            supersededAndYetPushed(false);

            assertFound("order");
        }

        @Test
        void notByThatIfBothStoodInATopicThatWasDeleted() {
            supersededAndYetPushed(true);

            assertFound();
        }

        private void supersededAndYetPushed(boolean lost) {
            String first = told.accepted(firing(1));
            told.queued(first, firing(1), A);
            String later = told.delivered(firing(2), A);
            told.receipt(first, A, "superseded", "reminder", later + "/0/" + A);
            if (lost) {
                told.lost(A);
            }
            told.pushed(firing(1), A);
        }

        @Test
        void byItsRecovery() {
            String firing = told.accepted(firing(1));
            told.queued(firing, firing(1), A);
            told.delivered(resolved(2), A);
            told.pushed(firing(1), A);
            told.receipt(firing, A, "delivered");

            assertFound("order");
        }

        @Test
        void byARepeatOfWhatWasBeforeIt() {
            told.delivered(firing(1), A);
            told.delivered(resolved(2), A);
            told.killed(A);
            told.pushed(firing(1), A);
            told.pushed(resolved(2), A);

            assertFound("late-repeats");
        }

        @Test
        void notByARepeatOfWhatStoodInATopicThatWasDeleted() {
            told.delivered(firing(1), A);
            told.delivered(resolved(2), A);
            told.lost(A);
            told.killed(A);
            told.pushed(firing(1), A);
            told.pushed(resolved(2), A);

            assertFound();
        }

        @Test
        void notByARepeatBeforeAnythingElse() {
            told.delivered(firing(1), A);
            told.killed(A);
            told.pushed(firing(1), A);
            told.delivered(resolved(2), A);

            assertFound();
        }

        @Test
        void inAClusterBySomeThatWereInFlight() {
            told.delivered(firing(1), A);
            told.delivered(resolved(2), A);
            told.killed(A);
            told.pushed(firing(1), A);

            assertThat(Checker.without(List.of(), 8, 1).judge(told.history()).violations())
                    .isEmpty();
        }
    }

    @Nested
    class Repeated {
        @Test
        void moreOftenThanWasInFlight() {
            for (int i = 1; i <= 25; i++) {
                told.delivered(version(i, true, "a" + i, 1), A);
            }
            told.killed(A);
            for (int i = 1; i <= 25; i++) {
                told.pushed(version(i, true, "a" + i, 1), A);
            }

            assertFound("repeats");
        }

        @Test
        void withoutAnyCause() {
            told.delivered(firing(1), A);
            told.pushed(firing(1), A);

            assertFound("repeats");
        }

        @Test
        void becauseTheAnswerWasLost() {
            String receipt = told.accepted(firing(1));
            told.queued(receipt, firing(1), A);
            told.pushed(A, "TAKEN", 200, body(firing(1)), Optional.of(PlannedFault.TOO_SLOW));
            told.pushed(firing(1), A);
            told.receipt(receipt, A, "delivered");

            assertFound();
        }

        @Test
        void becauseItWasPostedTwice() {
            told.delivered(firing(1), A);
            told.delivered(firing(1), A);

            assertFound();
        }

        @Test
        void inTheTopicWithOtherBytes() {
            String receipt = told.delivered(firing(1), A);
            told.queued(receipt, firing(1), A, body(firing(1)) + " ");

            assertFound("repeats");
        }
    }

    @Nested
    class Receipt {
        @Test
        void isMissing() {
            String receipt = told.accepted(firing(1));
            told.queued(receipt, firing(1), A);
            told.pushed(firing(1), A);

            assertFound("receipts");
        }

        @Test
        void standsTwiceWithDifferentOutcomes() {
            String receipt = told.delivered(firing(1), A);
            told.receipt(receipt, A, "dead-lettered");

            assertFound("receipts");
        }

        @Test
        void standsTwiceWithTheSameOutcomeWhichHarmsNobody() {
            String receipt = told.delivered(firing(1), A);
            told.receipt(receipt, A, "delivered");

            assertFound();
        }

        @Test
        void isOfNoDelivery() {
            told.receipt("w0-9-nonce", A, "delivered");

            assertFound("receipts");
        }

        @Test
        void saysDeliveredWithoutAnAnswerThatSaidSo() {
            String receipt = told.accepted(firing(1));
            told.queued(receipt, firing(1), A);
            told.pushed(A, "TAKEN", 200, body(firing(1)), Optional.of(PlannedFault.TOO_SLOW));
            told.receipt(receipt, A, "delivered");

            assertFound("receipts");
        }

        @Test
        void saysDeliveredByTheAnswerThatARelayFoundWhenItWoke() {
            String receipt = told.accepted(firing(1));
            told.queued(receipt, firing(1), A);
            told.pushed(A, "TAKEN", 200, body(firing(1)), Optional.of(PlannedFault.TOO_SLOW));
            told.frozen(5_000);
            told.receipt(receipt, A, "delivered");

            assertFound();
        }

        @Test
        void saysDeadLetteredWithoutADeadLetter() {
            String receipt = told.accepted(firing(1));
            told.queued(receipt, firing(1), A);
            told.pushed(firing(1), A);
            told.receipt(receipt, A, "dead-lettered");

            assertFound("receipts");
        }

        @Test
        void saysWhatIsNoOutcome() {
            String receipt = told.accepted(firing(1));
            told.queued(receipt, firing(1), A);
            told.pushed(firing(1), A);
            told.receipt(receipt, A, "dropped");

            assertFound("receipts");
        }
    }

    @Nested
    class Committed {
        @Test
        void aboveWhatHasNoReceiptYet() {
            String receipt = told.accepted(firing(1));
            told.queued(receipt, firing(1), A);
            told.look(1, 1);
            told.pushed(firing(1), A);
            told.receipt(receipt, A, "delivered");
            told.look(1, 1);

            assertFound("offsets");
        }

        @Test
        void aboveAWebhookThatIsNotQueuedYet() {
            String receipt = told.accepted(firing(1));
            told.look(1, 0);
            told.queued(receipt, firing(1), A);
            told.pushed(firing(1), A);
            told.receipt(receipt, A, "delivered");
            told.look(1, 1);

            assertFound("offsets");
        }

        @Test
        void notToTheEndAfterAllIsSettled() {
            told.delivered(firing(1), A);
            told.look(1, 0);

            assertFound("offsets");
        }
    }

    private void assertFound(String... rules) {
        assertFound(told, rules);
    }

    static void assertFound(HandMade told, String... rules) {
        assertThat(Checker.without(List.of(), 8, 0).judge(told.history()).violations())
                .extracting(Violation::rule)
                .containsExactly(rules);
    }

    static Post post(AlertVersion version) {
        return new Post(version.integration(), List.of(version), false, 0, BodyForm.PLAIN);
    }
}
