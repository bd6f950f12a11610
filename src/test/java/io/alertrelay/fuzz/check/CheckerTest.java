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

import io.alertrelay.fuzz.history.Sent.SendOutcome;
import io.alertrelay.fuzz.plan.AlertVersion;
import io.alertrelay.fuzz.plan.BodyForm;
import io.alertrelay.fuzz.plan.GarbageKind;
import io.alertrelay.fuzz.plan.Names;
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
    private HandMade scene = new HandMade(A);

    @Test
    void aRoundInWhichAllIsWellHasNoViolation() {
        scene.delivered(firing(1), A);
        scene.delivered(firing(2), A);
        scene.delivered(resolved(3), A);
        scene.look(3, 3);

        assertFound();
    }

    @Test
    void aPostWithoutAnswerMayBeStoredOrNot() {
        scene.sent(SendOutcome.UNCLEAR, "503", firing(1));
        scene.sent(SendOutcome.UNCLEAR, "503", firing(2));
        String stored = scene.stored(0, WebhookBody.of(post(firing(2))));
        scene.queued(stored, firing(2), A);
        scene.pushed(firing(2), A);
        scene.receipt(stored, A, "delivered");

        assertFound();
    }

    @Test
    void aPostWithoutAnswerIsFoundThoughNobodyWasStruck() {
        scene.sent(SendOutcome.UNANSWERED, "connection reset", firing(1));

        assertFound("answered");
    }

    @Test
    void aPostThatLostItsAnswerToAStrikeIsNotFound() {
        scene.sent(SendOutcome.UNANSWERED, "connection reset", firing(1));
        scene.killed(A);

        assertFound();
    }

    @Test
    void aPostThatLostItsAnswerToAStandstillIsNotFound() {
        scene.frozen(20_000);
        scene.sent(SendOutcome.UNANSWERED, "connection reset", firing(1));

        assertFound();
    }

    @Test
    void whatItsSenderGaveUpOnLongBeforeItIsStoredIsFound() {
        scene.sent(SendOutcome.UNANSWERED, "timed out", firing(1));
        scene.frozenBefore(20_000);
        String late = scene.stored(0, WebhookBody.of(post(firing(1))));
        scene.queued(late, firing(1), A);
        scene.pushed(firing(1), A);
        scene.receipt(late, A, "delivered");

        assertFound("stale");
    }

    @Test
    void whatWasReadWhileTheSignalWasOnItsWayIsNotFound() {
        scene.sent(SendOutcome.UNANSWERED, "timed out", firing(1));
        scene.frozenSlowly(20_000);
        String late = scene.stored(0, WebhookBody.of(post(firing(1))));
        scene.queued(late, firing(1), A);
        scene.pushed(firing(1), A);
        scene.receipt(late, A, "delivered");

        assertFound();
    }

    @Test
    void whatWasInFlightWhenTheRelayStoodStillMayBeSentTwiceAndNoMore() {
        scene.frozen(20_000);
        scene.delivered(firing(1), A);
        for (int i = 0; i < 72; i++) {
            scene.pushed(firing(1), A);
        }
        assertFound();

        scene.pushed(firing(1), A);
        assertFound("repeats");
    }

    @Test
    void whatAnotherRelaySentMeanwhileIsNotSentAgainByTheOneThatWakes() {
        scene.cutOff(20_000);
        scene.passes(10_000);
        List<AlertVersion> sent = IntStream.rangeClosed(1, 9)
                .mapToObj(n -> version(n, true, "a" + n, 1))
                .toList();
        sent.forEach(version -> scene.delivered(version, A));
        scene.passes(11_000);
        sent.subList(0, 8).forEach(version -> scene.pushed(version, A));
        assertFound();

        scene.pushed(sent.get(8), A);
        assertFound("woken");
    }

    @Test
    void aPostToARelayThatIsCutOffIsAnswered() {
        scene.cutOff(20_000);
        scene.sent(SendOutcome.UNANSWERED, "timed out", firing(1));

        assertFound("answered");
    }

    @Test
    void twoEndsOfADeliveryAreFoundUnlessTwoRelaysHadIt() {
        String first = scene.accepted(firing(1));
        scene.queued(first, firing(1), A);
        String second = scene.accepted(firing(2));
        scene.queued(second, firing(2), A);
        scene.pushed(firing(1), A);
        scene.receiptOf("relay-1/7", first, A, "delivered", "", "");
        scene.receiptOf("relay-2/8", first, A, "superseded", "reminder", second + "/0/" + A);
        scene.pushed(firing(2), A);
        scene.receipt(second, A, "delivered");
        assertFound();

        scene.receiptOf("relay-1/7", first, A, "superseded", "reminder", second + "/0/" + A);
        assertFound("receipts");
    }

    @Test
    void whatDoesNotSettleIsFound() {
        scene.stuck("not everything was settled");

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
        scene.stuck("not everything was settled");

        assertThat(Checker.without(List.of("liveness"), 8, 0)
                        .judge(scene.history())
                        .violations())
                .isEmpty();
    }

    @Nested
    class Acknowledged {
        @Test
        void andNotStored() {
            scene.sent(SendOutcome.ACKNOWLEDGED, "w0-7-gone", firing(1));

            assertFound("acknowledged-is-stored");
        }

        @Test
        void andStoredWithOtherBytes() {
            scene.sent(SendOutcome.ACKNOWLEDGED, "w0-0-nonce", firing(1));
            String receipt = scene.stored(0, WebhookBody.of(post(firing(1))) + " ");
            scene.queued(receipt, firing(1), A);
            scene.pushed(firing(1), A);
            scene.receipt(receipt, A, "delivered");

            assertFound("acknowledged-is-stored");
        }

        @Test
        void andStoredBeforeWhatWasPostedEarlier() {
            scene.sent(SendOutcome.ACKNOWLEDGED, "w0-1-nonce", firing(1));
            scene.delivered(firing(2), A);
            String late = scene.stored(0, WebhookBody.of(post(firing(1))));
            scene.queued(late, firing(1), A);
            scene.pushed(firing(1), A);
            scene.receipt(late, A, "delivered");

            assertFound("acknowledged-is-stored");
        }

        @Test
        void andStoredInThePartitionThatFollowsIsRightIfThePartitionsWereDoubled() {
            scene.delivered(firing(1), A);
            String next = scene.accepted(6, resolved(2));
            scene.queued(next, resolved(2), A);
            scene.pushed(resolved(2), A);
            scene.receipt(next, A, "delivered");

            assertFound();
        }

        @Test
        void andStoredInAnotherPartitionThanTheAlertBefore() {
            scene.delivered(firing(1), A);
            String other = scene.accepted(1, resolved(2));
            scene.queued(other, resolved(2), A);
            scene.pushed(resolved(2), A);
            scene.receipt(other, A, "delivered");

            assertFound("acknowledged-is-stored");
        }

        @Test
        void aGoodPostThatIsRefusedIsFound() {
            scene.sent(SendOutcome.REFUSED, "400", firing(1));

            assertFound("acknowledged-is-stored");
        }

        @Test
        void aGoodPostThatIsInQuarantineIsFound() {
            scene.quarantined("{}");

            assertFound("acknowledged-is-stored");
        }
    }

    @Nested
    class WhenATopicWasDeleted {
        @Test
        void whatStoodInItIsNotMissed() {
            String receipt = scene.accepted(firing(1));
            scene.queued(receipt, firing(1), A);
            scene.accepted(firing(2));
            scene.lost(A);
            scene.delivered(resolved(3), A);
            scene.look(3, 1);

            assertFound();
        }

        @Test
        void whatWasStoredLaterIsMissed() {
            scene.delivered(firing(1), A);
            scene.lost(A);
            scene.accepted(resolved(2));
            scene.accepted(version(3, true, "b", 1));

            assertFound("fan-out", "recovery-follows-firing");
        }

        @Test
        void whatWasQueuedLaterIsMissed() {
            scene.delivered(firing(1), A);
            scene.lost(A);
            scene.queued(scene.accepted(resolved(2)), resolved(2), A);

            assertFound("conservation", "receipts");
        }

        @Test
        void whatWentToAnotherChannelIsMissed() {
            HandMade two = new HandMade(A, B);
            String receipt = two.accepted(firing(1));
            two.queued(receipt, firing(1), A);
            two.queued(receipt, firing(1), B);
            two.lost(A);

            assertFound(two, "conservation", "receipts");
        }

        @Test
        void brokersMayKeepWhatWasCommittedForIt() {
            scene.delivered(firing(1), A);
            scene.lost(A);
            scene.look(1, 1);

            assertFound();
        }

        @Test
        void theNewOneIsCommittedOnlyAsFarAsItIsSettled() {
            scene.delivered(firing(1), A);
            scene.lost(A);
            String receipt = scene.accepted(resolved(2));
            scene.queued(receipt, resolved(2), A);
            scene.look(2, 1);
            scene.pushed(resolved(2), A);
            scene.receipt(receipt, A, "delivered");

            assertFound("offsets");
        }
    }

    @Nested
    class WhatNobodyCanRead {
        @Test
        void isInQuarantine() {
            scene.delivered(firing(1), A);
            scene.garbage(GarbageKind.WEBHOOK_OF_NO_JSON);
            scene.garbage(GarbageKind.EVENT_WITHOUT_BODY);
            scene.quarantined(GarbageKind.WEBHOOK_OF_NO_JSON.value().orElseThrow());
            scene.quarantined("");

            assertFound();
        }

        @Test
        void isMissedThere() {
            scene.garbage(GarbageKind.EVENT_WITHOUT_BODY);

            assertFound("set-aside");
        }

        @Test
        void needNotBeThereIfNothingWaitsForIt() {
            scene.garbage(GarbageKind.RECEIPT_OF_NO_JSON);

            assertFound();
        }

        @Test
        void asOneAlertOfManyIsSetAside() {
            Post post = new Post(firing(1).integration(), List.of(firing(1)), false, 0, BodyForm.BAD_ALERT);
            scene.acceptedAs(post, 1);

            assertFound("set-aside");
        }

        @Test
        void doesNotTakeTheGoodAlertsWithIt() {
            Post post = new Post(firing(1).integration(), List.of(firing(1)), false, 0, BodyForm.BAD_ALERT);
            scene.acceptedAs(post, 1);
            scene.quarantined(WebhookBody.of(post));

            assertFound("acknowledged-is-stored", "set-aside");
        }
    }

    @Nested
    class Invented {
        @Test
        void inAWebhook() {
            scene.stored(0, WebhookBody.of(post(firing(1))));

            assertFound("nothing-invented");
        }

        @Test
        void inTheTopicOfAChannel() {
            scene.queued("w0-9-nonce", firing(1), A);

            assertFound("nothing-invented");
        }

        @Test
        void inARecordThatTellsOfAnotherAlert() {
            scene.sent(SendOutcome.UNCLEAR, "", firing(2));
            String receipt = scene.delivered(firing(1), A);
            scene.queued(receipt, firing(1), A, body(firing(2)));

            assertFound("nothing-invented");
        }

        @Test
        void inAPushWithOtherBytesThanItsRecord() {
            scene.delivered(firing(1), A);
            scene.pushed(A, "TAKEN", 200, body(firing(1)) + " ", Optional.empty());

            assertFound("nothing-invented");
        }

        @Test
        void inAPushToAnotherChannel() {
            scene.delivered(firing(1), A);
            scene.pushed(firing(1), B);

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
            scene.delivered(firing(1), A, B);

            assertFound("fan-out");
        }

        @Test
        void nowhere() {
            scene.accepted(firing(1));

            assertFound("fan-out");
        }

        @Test
        void byRulesThatCameWhileItWasStored() {
            String receipt = scene.accepted(firing(1));
            scene.killed(B);
            scene.queued(receipt, firing(1), B);
            scene.pushed(firing(1), B);
            scene.receipt(receipt, B, "delivered");

            assertFound();
        }

        @Test
        void byRulesThatWereGoneWhenItWasStored() {
            scene.killed(B);
            scene.delivered(firing(1), A);

            assertFound("fan-out", "fan-out");
        }

        @Test
        void aReminderToWhereTheAlertIsOpen() {
            scene.delivered(firing(1), A);
            scene.killed(B);
            scene.delivered(firing(2), A, B);
            scene.delivered(resolved(3), A, B);

            assertFound();
        }

        @Test
        void aRecoveryByTheNewRules() {
            scene.delivered(firing(1), A);
            scene.killed(B);
            scene.delivered(resolved(2), B);

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
            scene.delivered(resolved(1), B);

            assertFound("fan-out", "fan-out");
        }
    }

    @Nested
    class Lost {
        @Test
        void ifFlashdutyNeverTookIt() {
            String receipt = scene.accepted(firing(1));
            scene.queued(receipt, firing(1), A);
            scene.pushed(A, "BROKEN", 500, body(firing(1)), Optional.of(PlannedFault.ERROR_500));

            assertFound("conservation", "receipts");
        }

        @Test
        void notIfItIsThePoisonThatFlashdutyRefuses() {
            String receipt = scene.accepted(poison(1));
            scene.queued(receipt, poison(1), A);
            scene.pushed(A, "BROKEN", 400, body(poison(1)), Optional.empty());
            scene.deadLetter(receipt, A, poison(1));
            scene.receipt(receipt, A, "dead-lettered");

            assertFound();
        }

        @Test
        void ifAGoodOneIsADeadLetter() {
            String receipt = scene.delivered(firing(1), A);
            scene.deadLetter(receipt, A, firing(1));

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
            String first = scene.accepted(firing(1));
            scene.queued(first, firing(1), A);
            scene.delivered(resolved(2), A);
            String last = scene.delivered(firing(3), A);
            scene.receipt(first, A, "superseded", "reminder", last + "/0/" + A);

            assertFound("conservation");
        }

        @Test
        void notIfItAndItsRecoveryAreBothLeftOut() {
            scene = new HandMade(Names.COLLAPSING);
            String firing = scene.accepted(firing(1));
            scene.queued(firing, firing(1), Names.COLLAPSING);
            String recovery = scene.accepted(resolved(2));
            scene.queued(recovery, resolved(2), Names.COLLAPSING);
            leftOut(firing, recovery);

            assertFound();
        }

        @Test
        void ifTheRecoveryOfAFiringThatWasTakenIsLeftOut() {
            scene = new HandMade(Names.COLLAPSING);
            String firing = scene.accepted(firing(1));
            scene.queued(firing, firing(1), Names.COLLAPSING);
            scene.pushed(firing(1), Names.COLLAPSING);
            String recovery = scene.accepted(resolved(2));
            scene.queued(recovery, resolved(2), Names.COLLAPSING);
            leftOut(firing, recovery);

            assertFound("conservation");
        }

        private void leftOut(String firing, String recovery) {
            String channel = Names.COLLAPSING;
            scene.receipt(firing, channel, "superseded", "resolved-pair", recovery + "/0/" + channel);
            scene.receipt(recovery, channel, "superseded", "resolved-pair", firing + "/0/" + channel);
        }

        @Test
        void notIfWhatStandsForItStoodInATopicThatWasDeleted() {
            String first = scene.accepted(firing(1));
            scene.queued(first, firing(1), A);
            String later = scene.accepted(firing(2));
            scene.lost(A);
            scene.receipt(first, A, "superseded", "reminder", later + "/0/" + A);

            assertFound();
        }

        private void superseded(AlertVersion earlier, AlertVersion later) {
            String receipt = scene.accepted(earlier);
            scene.queued(receipt, earlier, A);
            String by = scene.delivered(later, A);
            scene.receipt(receipt, A, "superseded", "reminder", by + "/0/" + A);
        }
    }

    @Nested
    class Overtaken {
        @Test
        void notByTheFirstOfTwoPostsOfWhichTheSecondIsStoredBehindIt() {
            scene.delivered(resolved(2), A);
            scene.delivered(firing(1), A);
            scene.delivered(resolved(2), A);

            assertFound();
        }

        @Test
        void notByASecondRequestForThePostBeforeItThatHasBytesOfItsOwn() {
            List<String> bodies = Stream.of("first", "second")
                    .map(id -> body(firing(1)).replace("{", "{\"relay_id\":\"" + id + "\","))
                    .toList();
            bodies.forEach(body -> {
                String receipt = scene.accepted(firing(1));
                scene.queued(receipt, firing(1), A, body);
                scene.pushed(A, "TAKEN", 200, body, Optional.empty());
                scene.receipt(receipt, A, "delivered");
            });
            scene.delivered(firing(2), A);
            scene.lost(A);
            scene.killed(A);
            bodies.forEach(body -> scene.pushed(A, "DUPLICATE", 200, body, Optional.empty()));
            scene.pushed(firing(2), A);

            assertFound();
        }

        @Test
        void byAReminderOfWhichItWasSaidThatItStandsForIt() {
            supersededAndYetPushed(false);

            assertFound("order");
        }

        @Test
        void notByAReminderThatStandsForItIfBothStoodInATopicThatWasDeleted() {
            supersededAndYetPushed(true);

            assertFound();
        }

        private void supersededAndYetPushed(boolean lost) {
            String first = scene.accepted(firing(1));
            scene.queued(first, firing(1), A);
            String later = scene.delivered(firing(2), A);
            scene.receipt(first, A, "superseded", "reminder", later + "/0/" + A);
            if (lost) {
                scene.lost(A);
            }
            scene.pushed(firing(1), A);
        }

        @Test
        void byItsRecovery() {
            String firing = scene.accepted(firing(1));
            scene.queued(firing, firing(1), A);
            scene.delivered(resolved(2), A);
            scene.pushed(firing(1), A);
            scene.receipt(firing, A, "delivered");

            assertFound("order");
        }

        @Test
        void byARepeatOfWhatWasBeforeIt() {
            scene.delivered(firing(1), A);
            scene.delivered(resolved(2), A);
            scene.killed(A);
            scene.pushed(firing(1), A);
            scene.pushed(resolved(2), A);

            assertFound("late-repeats");
        }

        @Test
        void notByARepeatOfWhatStoodInATopicThatWasDeleted() {
            scene.delivered(firing(1), A);
            scene.delivered(resolved(2), A);
            scene.lost(A);
            scene.killed(A);
            scene.pushed(firing(1), A);
            scene.pushed(resolved(2), A);

            assertFound();
        }

        @Test
        void notByARepeatBeforeAnythingElse() {
            scene.delivered(firing(1), A);
            scene.killed(A);
            scene.pushed(firing(1), A);
            scene.delivered(resolved(2), A);

            assertFound();
        }

        @Test
        void inAClusterBySomeThatWereInFlight() {
            scene.delivered(firing(1), A);
            scene.delivered(resolved(2), A);
            scene.killed(A);
            scene.pushed(firing(1), A);

            assertThat(Checker.without(List.of(), 8, 1).judge(scene.history()).violations())
                    .isEmpty();
        }
    }

    @Nested
    class Repeated {
        @Test
        void moreOftenThanWasInFlight() {
            for (int i = 1; i <= 73; i++) {
                scene.delivered(version(i, true, "a" + i, 1), A);
            }
            scene.killed(A);
            for (int i = 1; i <= 73; i++) {
                scene.pushed(version(i, true, "a" + i, 1), A);
            }

            assertFound("repeats");
        }

        @Test
        void withoutAnyCause() {
            scene.delivered(firing(1), A);
            scene.pushed(firing(1), A);

            assertFound("repeats");
        }

        @Test
        void becauseTheAnswerWasLost() {
            String receipt = scene.accepted(firing(1));
            scene.queued(receipt, firing(1), A);
            scene.pushed(A, "TAKEN", 200, body(firing(1)), Optional.of(PlannedFault.TOO_SLOW));
            scene.pushed(firing(1), A);
            scene.receipt(receipt, A, "delivered");

            assertFound();
        }

        @Test
        void becauseItWasPostedTwice() {
            scene.delivered(firing(1), A);
            scene.delivered(firing(1), A);

            assertFound();
        }

        @Test
        void inTheTopicWithOtherBytes() {
            String receipt = scene.delivered(firing(1), A);
            scene.queued(receipt, firing(1), A, body(firing(1)) + " ");

            assertFound("repeats");
        }
    }

    @Nested
    class Receipt {
        @Test
        void isMissing() {
            String receipt = scene.accepted(firing(1));
            scene.queued(receipt, firing(1), A);
            scene.pushed(firing(1), A);

            assertFound("receipts");
        }

        @Test
        void standsTwiceWithDifferentOutcomes() {
            String receipt = scene.delivered(firing(1), A);
            scene.receipt(receipt, A, "dead-lettered");

            assertFound("receipts");
        }

        @Test
        void standsTwiceWithTheSameOutcomeWhichHarmsNobody() {
            String receipt = scene.delivered(firing(1), A);
            scene.receipt(receipt, A, "delivered");

            assertFound();
        }

        @Test
        void isOfNoDelivery() {
            scene.receipt("w0-9-nonce", A, "delivered");

            assertFound("receipts");
        }

        @Test
        void saysDeliveredWithoutAnAnswerThatSaidSo() {
            String receipt = scene.accepted(firing(1));
            scene.queued(receipt, firing(1), A);
            scene.pushed(A, "TAKEN", 200, body(firing(1)), Optional.of(PlannedFault.TOO_SLOW));
            scene.receipt(receipt, A, "delivered");

            assertFound("receipts");
        }

        @Test
        void saysDeliveredByTheAnswerThatARelayFoundWhenItWoke() {
            String receipt = scene.accepted(firing(1));
            scene.queued(receipt, firing(1), A);
            scene.pushed(A, "TAKEN", 200, body(firing(1)), Optional.of(PlannedFault.TOO_SLOW));
            scene.frozen(5_000);
            scene.receipt(receipt, A, "delivered");

            assertFound();
        }

        @Test
        void saysDeadLetteredWithoutADeadLetter() {
            String receipt = scene.accepted(firing(1));
            scene.queued(receipt, firing(1), A);
            scene.pushed(firing(1), A);
            scene.receipt(receipt, A, "dead-lettered");

            assertFound("receipts");
        }

        @Test
        void saysWhatIsNoOutcome() {
            String receipt = scene.accepted(firing(1));
            scene.queued(receipt, firing(1), A);
            scene.pushed(firing(1), A);
            scene.receipt(receipt, A, "dropped");

            assertFound("receipts");
        }
    }

    @Nested
    class Committed {
        @Test
        void aboveWhatHasNoReceiptYet() {
            String receipt = scene.accepted(firing(1));
            scene.queued(receipt, firing(1), A);
            scene.look(1, 1);
            scene.pushed(firing(1), A);
            scene.receipt(receipt, A, "delivered");
            scene.look(1, 1);

            assertFound("offsets");
        }

        @Test
        void aboveAWebhookThatIsNotQueuedYet() {
            String receipt = scene.accepted(firing(1));
            scene.look(1, 0);
            scene.queued(receipt, firing(1), A);
            scene.pushed(firing(1), A);
            scene.receipt(receipt, A, "delivered");
            scene.look(1, 1);

            assertFound("offsets");
        }

        @Test
        void beyondTheEndIsOfATopicThatWasDeletedInAnEarlierRoundUnlessItStays() {
            String receipt = scene.accepted(firing(1));
            scene.queued(receipt, firing(1), A);
            scene.look(1, 6_456);
            scene.pushed(firing(1), A);
            scene.receipt(receipt, A, "delivered");
            scene.look(1, 1);
            assertFound();

            scene.look(1, 6_456);
            assertFound("offsets");
        }

        @Test
        void notToTheEndAfterAllIsSettled() {
            scene.delivered(firing(1), A);
            scene.look(1, 0);

            assertFound("offsets");
        }
    }

    private void assertFound(String... rules) {
        assertFound(scene, rules);
    }

    static void assertFound(HandMade scene, String... rules) {
        assertThat(Checker.without(List.of(), 8, 0).judge(scene.history()).violations())
                .extracting(Violation::rule)
                .containsExactly(rules);
    }

    static Post post(AlertVersion version) {
        return new Post(version.integration(), List.of(version), false, 0, BodyForm.PLAIN);
    }
}
