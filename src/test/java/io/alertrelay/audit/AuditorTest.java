package io.alertrelay.audit;

import static io.alertrelay.audit.RelayModel.START;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.alertrelay.audit.Auditor.AcceptedWebhook;
import io.alertrelay.reading.RetainedOffsets;
import io.alertrelay.reading.Scope;
import io.alertrelay.record.DeliveryId;
import io.alertrelay.record.DueDelivery;
import io.alertrelay.record.HandedOver;
import io.alertrelay.record.Outcome;
import io.alertrelay.record.ReceiptWriter;
import io.alertrelay.record.Resolution;
import io.alertrelay.record.SettledDelivery;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuditorTest {
    private final RelayModel model = RelayModel.of(1, 60);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void aRelayWithoutFaultsIsClearAndItsDeliveriesAddUp(long seed) {
        RelayModel relay = RelayModel.of(seed, 200);

        AuditReport report = relay.audit();

        assertThat(report.findings()).isEmpty();
        assertThat(report.clean()).isTrue();
        assertThat(report.unaccounted()).isZero();
        assertThat(report.webhooks().accepted()).isEqualTo(200);
        assertThat(report.webhooks().notRoutedYet()).isEqualTo(2);
        assertThat(report.alerts())
                .isEqualTo(relay.webhooks.stream()
                        .mapToInt(w -> w.alerts().orElseThrow())
                        .sum());
        assertThat(report.deliveries().due()).isEqualTo(relay.due.size());
        assertThat(report.deliveries().pending()).isEqualTo(9);
        assertThat(report.deliveries().delivered()
                        + report.deliveries().deadLettered().getOrDefault("refused", 0L)
                        + report.deliveries().superseded().getOrDefault("reminder", 0L)
                        + report.deliveries().pending())
                .isEqualTo(report.deliveries().due());
    }

    @Test
    void aReceiptThatIsMissingIsFound() {
        SettledDelivery lost = model.receipts.remove(10);
        model.deadLetters.remove(lost.id());

        AuditReport report = model.audit();

        assertThat(only(report).kind()).isEqualTo(Finding.Kind.PASSED_UNSETTLED);
        assertThat(only(report).subject()).isEqualTo(lost.id().text());
        assertThat(report.unaccounted()).isEqualTo(1);
    }

    @Test
    void anOffsetThatPassedADeliveryIsFound() {
        model.committed.merge("payments", Map.of(), (before, none) -> Map.of(0, before.get(0) + 1));

        AuditReport report = model.audit();

        assertThat(only(report).kind()).isEqualTo(Finding.Kind.PASSED_UNSETTLED);
        assertThat(only(report).subject()).endsWith("/payments");
    }

    @Test
    void aContradictoryReceiptIsFoundAndARepeatedOneIsNot() {
        DueDelivery delivery = model.due.get(0);
        Outcome first = model.receipts.stream()
                .filter(r -> r.id().equals(delivery.id()))
                .findFirst()
                .orElseThrow()
                .outcome();
        model.receipts.add(RelayModel.receipt(delivery, first));
        assertThat(model.audit().clean()).isTrue();
        assertThat(model.audit().repeats().receipts()).isEqualTo(1);

        model.receipts.add(
                RelayModel.receipt(delivery, first == Outcome.SUPERSEDED ? Outcome.DELIVERED : Outcome.SUPERSEDED));

        assertThat(only(model.audit()).kind()).isEqualTo(Finding.Kind.CONTRADICTORY_RECEIPTS);
        assertThat(model.audit().unaccounted()).isZero();
        assertThat(model.audit().clean()).isFalse();
    }

    @Test
    void twoRelaysThatSettleADeliveryDifferentlyBecauseOneTookTheChannelOverDoNotContradictEachOther() {
        DueDelivery delivery = unsettled();
        model.receipts.add(RelayModel.receipt(delivery, Outcome.DELIVERED, writer("relay-a", 7)));
        model.receipts.add(RelayModel.receipt(delivery, Outcome.SUPERSEDED, writer("relay-b", 8)));

        assertThat(model.audit().clean()).isTrue();
        assertThat(model.audit().repeats().afterTakeOver()).isEqualTo(1);
    }

    @Test
    void aRelayThatGotTheChannelBackMaySettleADeliveryDifferentlyThanBefore() {
        DueDelivery delivery = unsettled();
        model.receipts.add(RelayModel.receipt(delivery, Outcome.DELIVERED, writer("relay-a", 7)));
        model.receipts.add(RelayModel.receipt(delivery, Outcome.SUPERSEDED, writer("relay-a", 9)));

        assertThat(model.audit().clean()).isTrue();
    }

    @Test
    void aRelayThatHadTheChannelAllTheWhileAndSettlesADeliveryDifferentlyContradictsItself() {
        DueDelivery delivery = unsettled();
        model.receipts.add(RelayModel.receipt(delivery, Outcome.DELIVERED, writer("relay-a", 7)));
        model.receipts.add(RelayModel.receipt(delivery, Outcome.SUPERSEDED, writer("relay-a", 7)));

        assertThat(only(model.audit()).kind()).isEqualTo(Finding.Kind.CONTRADICTORY_RECEIPTS);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anEventThatWasGivenUpAsUnstoredAndIsInItsTopicAllTheSameEndsAsItEndsThere(boolean givenUpFirst) {
        AuditReport before = model.audit();
        DueDelivery delivery = unsettled();
        SettledDelivery givenUp = new SettledDelivery(
                delivery.id(),
                delivery.receivedAt(),
                delivery.storedAt(),
                0,
                -1,
                Outcome.DEAD_LETTERED,
                "unstored",
                JsonNodeFactory.instance.objectNode().put("relay", "relay-a").put("assignment", 7));
        model.deadLetters.add(delivery.id());
        model.receipts.add(RelayModel.receipt(delivery, Outcome.DELIVERED, writer("relay-a", 7)));
        model.receipts.add(model.receipts.size() - (givenUpFirst ? 1 : 0), givenUp);

        AuditReport report = model.audit();

        assertThat(report.findings()).isEmpty();
        assertThat(report.clean()).isTrue();
        assertThat(report.deliveries().delivered())
                .isEqualTo(before.deliveries().delivered() + 1);
        assertThat(report.deliveries().pending()).isEqualTo(before.deliveries().pending() - 1);
        assertThat(report.deliveries().deadLettered())
                .isEqualTo(before.deliveries().deadLettered());
        assertThat(report.repeats().receipts()).isEqualTo(1);
    }

    private DueDelivery unsettled() {
        return model.due.stream()
                .filter(due -> model.receipts.stream().noneMatch(r -> r.id().equals(due.id())))
                .findFirst()
                .orElseThrow();
    }

    private static ReceiptWriter writer(String relay, int assignment) {
        return new ReceiptWriter(relay, OptionalInt.of(assignment));
    }

    @Test
    void aDeliveryThatIsMissingLeavesAReceiptWithoutOne() {
        DueDelivery lost = model.due.remove(5);

        assertThat(only(model.audit()).kind()).isEqualTo(Finding.Kind.RECEIPT_WITHOUT_DELIVERY);
        assertThat(only(model.audit()).subject()).isEqualTo(lost.id().text());
    }

    @Test
    void aDeliveryThatNeverWasMakesTheFanOutIncomplete() {
        DueDelivery lost = model.due.stream()
                .filter(d -> d.fanOut().size() > 1)
                .findFirst()
                .orElseThrow();
        forget(lost);

        AuditReport report = model.audit();

        assertThat(only(report).kind()).isEqualTo(Finding.Kind.FAN_OUT_INCOMPLETE);
        assertThat(only(report).subject()).isEqualTo(lost.id().text());
        assertThat(report.unaccounted()).isEqualTo(1);
    }

    @Test
    void anAlertThatIsNowhereIsFoundUnlessItsWebhookIsInQuarantineOrNotRoutedYet() {
        AcceptedWebhook webhook = model.webhooks.get(7);
        model.quarantined.remove(webhook.receipt());
        List.copyOf(model.due).stream()
                .filter(d -> d.id().receipt().equals(webhook.receipt()))
                .forEach(this::forget);
        assertThat(model.audit().counts()).isEqualTo(Map.of(Finding.Kind.NOT_ROUTED, (long)
                webhook.alerts().orElseThrow()));

        model.quarantined.add(webhook.receipt());
        assertThat(model.audit().findings()).isEmpty();

        model.quarantined.remove(webhook.receipt());
        model.routing.put(webhook.partition(), webhook.offset());
        assertThat(model.audit().findings()).isEmpty();
    }

    @Test
    void decisionsAreCountedOncePerDeadLetterAndPerRecordInQuarantineAndAreNoDeadLettersThemselves() {
        Resolution discarded = Resolution.discarded("dl-0-0", "ann@ops", START, "");
        model.resolutions.add(discarded);
        model.resolutions.add(Resolution.redriven("dl-0-0", "bob@ops", START, "", "r1"));
        model.resolutions.add(Resolution.discarded("dl-0-999", "ann@ops", START, "of another time"));
        String quarantined = "of " + model.quarantined.get(0);
        model.quarantineResolutions.add(Resolution.retried(quarantined, "ann@ops", START, "", "w0-1-7k3m9qxr2ztc5vbn"));
        model.quarantineResolutions.add(Resolution.discarded(quarantined, "ann@ops", START, ""));

        AuditReport report = model.audit();

        assertThat(report.clean()).isTrue();
        assertThat(report.deliveries().deadLettered()).isEqualTo(Map.of("refused", (long) model.deadLetters.size()));
        assertThat(report.deliveries().deadLettersResolved()).isEqualTo(Map.of("discarded", 1L));
        assertThat(report.quarantined().resolved()).isEqualTo(Map.of("retried", 1L));
    }

    @Test
    void aDeadLetterThatIsMissingIsFound() {
        DeliveryId lost = model.deadLetters.remove(0);

        assertThat(only(model.audit()).kind()).isEqualTo(Finding.Kind.DEAD_LETTER_MISSING);
        assertThat(only(model.audit()).subject()).isEqualTo(lost.text());
    }

    @Test
    void whatIsRoutedInPartIsPendingUntilTheRoutingOffsetPasses() {
        DueDelivery last = model.due.get(model.due.size() - 1);
        AcceptedWebhook webhook = model.webhooks.get(model.webhooks.size() - 1);
        model.due.removeIf(d -> d.id().receipt().equals(webhook.receipt()) && !d.id().equals(last.id()));

        assertThat(model.audit().findings()).isEmpty();
    }

    @Test
    void whatAReplayHandedOverIsNotLetInYetUntilTheRoutingOffsetPassesAndIsNowhereThen() {
        DeliveryId live = model.due.get(0).id();
        DeliveryId id = new DeliveryId(live.alert(), live.channel(), "r1");
        model.handedOver.add(new HandedOver(id, START, START.plusSeconds(60), 1, 7));
        model.handedOver.add(new HandedOver(id, START, START.plusSeconds(61), 1, 8));
        assertThat(model.audit().deliveries().notLetInYet()).isEqualTo(1);
        assertThat(model.audit().clean()).isTrue();

        model.letIn.put(1, 8L);
        assertThat(only(model.audit()).kind()).isEqualTo(Finding.Kind.NOT_LET_IN);
        assertThat(only(model.audit()).subject()).isEqualTo(id.toString());
        assertThat(model.audit().unaccounted()).isEqualTo(1);

        model.due.add(copy(model.due.get(0), id, 1_000, List.of()));
        assertThat(model.audit().deliveries().notLetInYet()).isZero();
        assertThat(model.audit().clean()).isTrue();
    }

    @Test
    void aWebhookThatWasRoutedAgainByOtherRulesIsComplete() {
        DueDelivery before = model.due.get(0);
        model.due.add(0, withFanOut(before, List.of(before.id().channel(), "a channel that it never reached")));

        AuditReport report = model.audit();

        assertThat(report.findings()).isEmpty();
        assertThat(report.repeats().records()).isEqualTo(1);
        assertThat(report.deliveries().due()).isEqualTo(model.due.size() - 1);
    }

    @Test
    void aRecordThatDoesNotSayItsFanOutIsNotBlamedForIt() {
        model.due.replaceAll(d -> withFanOut(d, List.of()));
        DueDelivery lost = model.due.stream()
                .filter(d -> model.due.stream()
                                .filter(o -> o.id().alert().equals(d.id().alert()))
                                .count()
                        > 1)
                .findFirst()
                .orElseThrow();
        forget(lost);

        assertThat(model.audit().findings()).isEmpty();
    }

    @Test
    void whatIsDeletedForItsAgeRaisesNoAlarm() {
        Instant cut = START.plus(Duration.ofMinutes(30));
        // Of two partitions, one webhook a minute.
        model.webhookStarts = Map.of(0, 10L, 1, 10L);
        model.webhooks.removeIf(w -> w.offset() < 10);
        for (String channel : model.kept.keySet()) {
            long start = model.due.stream()
                    .filter(d ->
                            d.id().channel().equals(channel) && d.receivedAt().isBefore(cut))
                    .count();
            model.kept.put(channel, new RetainedOffsets(Map.of(0, start), cut));
        }
        model.due.removeIf(d -> d.receivedAt().isBefore(cut));

        AuditReport report = model.audit();

        assertThat(report.findings()).isEmpty();
        assertThat(report.repeats().olderReceipts()).isPositive();
    }

    @Test
    void aWebhookWhoseRecordInQuarantineMayHaveBeenDeletedForItsAgeIsCountedAsTooOldToTell() {
        AcceptedWebhook lost = model.webhooks.get(10);
        model.due.removeIf(d -> d.id().receipt().equals(lost.receipt()));
        model.receipts.removeIf(r -> r.id().receipt().equals(lost.receipt()));
        model.deadLetters.removeIf(id -> id.receipt().equals(lost.receipt()));
        model.quarantined.removeIf(lost.receipt()::equals);
        model.quarantineKept =
                new RetainedOffsets(Map.of(0, 1L), lost.storedAt().plus(Duration.ofHours(1)));

        AuditReport report = model.audit();

        assertThat(report.findings()).isEmpty();
        assertThat(report.webhooks().beyondRetention()).isOne();
    }

    @Test
    void receiptsThatAreDeletedForTheirAgeRaiseNoAlarmButYoungerOnesThatAreMissingDo() {
        Instant cut = START.plus(Duration.ofMinutes(30));
        model.receiptsKept = new RetainedOffsets(Map.of(0, 40L), cut);
        model.receipts.removeIf(r -> r.storedAt().isBefore(cut));

        AuditReport old = model.audit();
        assertThat(old.findings()).isEmpty();
        assertThat(old.deliveries().beyondRetention()).isPositive();

        SettledDelivery lost = model.receipts.stream()
                .filter(r -> r.outcome() == Outcome.DELIVERED && r.receivedAt().isAfter(cut.plusSeconds(120)))
                .findFirst()
                .orElseThrow();
        model.receipts.remove(lost);
        assertThat(only(model.audit()).subject()).isEqualTo(lost.id().text());
    }

    @Test
    void onlyWhatWasReceivedInTheTimeCounts() {
        SettledDelivery lost = model.receipts.get(0);
        model.receipts.remove(lost);
        model.deadLetters.remove(lost.id());
        Instant after = lost.receivedAt().plusSeconds(1);

        model.scope = new Scope(Optional.of(after), Optional.of(START.plus(Duration.ofMinutes(20))));
        AuditReport report = model.audit();

        assertThat(report.findings()).isEmpty();
        assertThat(report.webhooks().accepted()).isBetween(1L, 20L);
        assertThat(report.deliveries().due())
                .isEqualTo(model.due.stream()
                        .filter(d -> model.scope.covers(d.receivedAt()))
                        .count());
    }

    @Test
    void alertsOfABodyThatCanNotBeReadAnyMoreAreCountedFromTheirDeliveries() {
        long before = model.audit().alerts();
        int first = model.webhooks.get(0).alerts().orElseThrow();
        AcceptedWebhook w = model.webhooks.get(0);
        model.webhooks.set(
                0,
                new AcceptedWebhook(
                        w.receipt(), w.partition(), w.offset(), w.receivedAt(), w.storedAt(), OptionalInt.empty()));

        AuditReport report = model.audit();

        assertThat(report.findings()).isEmpty();
        assertThat(report.alerts()).isEqualTo(before - (first == 4 ? 1 : 0));
    }

    @Test
    void aReplayedDeliveryIsOneOfItsOwn() {
        DueDelivery live = model.due.get(0);
        DueDelivery again = new DueDelivery(
                new DeliveryId(live.id().alert(), live.id().channel(), "r1"),
                live.receivedAt(),
                live.storedAt(),
                0,
                10_000,
                live.alertKey(),
                live.status(),
                live.severity(),
                live.rules(),
                live.why(),
                live.fanOut());
        model.due.add(again);
        model.receipts.add(RelayModel.receipt(again, Outcome.SUPERSEDED));

        assertThat(model.audit().findings()).isEmpty();
        assertThat(model.audit().repeats().records()).isZero();
    }

    private void forget(DueDelivery lost) {
        model.due.remove(lost);
        model.receipts.removeIf(r -> r.id().equals(lost.id()));
        model.deadLetters.remove(lost.id());
    }

    private static DueDelivery withFanOut(DueDelivery d, List<String> fanOut) {
        return copy(d, d.id(), d.offset(), fanOut);
    }

    private static DueDelivery copy(DueDelivery d, DeliveryId id, long offset, List<String> fanOut) {
        return new DueDelivery(
                id,
                d.receivedAt(),
                d.storedAt(),
                d.partition(),
                offset,
                d.alertKey(),
                d.status(),
                d.severity(),
                d.rules(),
                d.why(),
                fanOut);
    }

    private static Finding only(AuditReport report) {
        assertThat(report.findings()).hasSize(1);
        return report.findings().get(0);
    }
}
