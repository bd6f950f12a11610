package io.alertrelay.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class SettledProgressTest {
    private final SettledProgress progress = new SettledProgress();

    @Test
    void whatWasStoredBeforeThePartitionWasTakenMayHaveBeenSent() {
        progress.startAt(100, 200, Optional.of("v1 receipts=40"), 60);

        assertThat(progress.mayHaveBeenSent(199)).isTrue();
        assertThat(progress.mayHaveBeenSent(200)).isFalse();
    }

    @Test
    void whatTheReceiptsTellIsSettledBeforeAndNothingElse() {
        assertThat(progress.startAt(100, 1_000, Optional.of("v1 receipts=40"), 60))
                .contains(40L);
        progress.recover(99, "d99");
        progress.recover(102, "d102");

        assertThat(progress.settledBefore(100, "d100")).isFalse();
        assertThat(progress.settledBefore(102, "d102")).isTrue();
        assertThat(progress.settledBefore(5_000, "d5_000")).isFalse();
    }

    @Test
    void whatIsSettledOnlyAfterItsPartitionWasTakenAgainIsSettledBeforeAndItsReceiptIsFoundAfterTheNext() {
        progress.startAt(100, 1_000, Optional.of("v1 receipts=40"), 60);
        progress.settled(102, "d102");
        progress.recorded(61);

        assertThat(progress.settledBefore(102, "d102")).isTrue();
        assertThat(progress.note(100)).isEqualTo("v1 receipts=40");
        assertThat(progress.note(103)).isEqualTo("v1 receipts=61");
    }

    @Test
    void whatWasReadBeforeItIsSettledIsNotKept() {
        progress.startAt(100, 1_000, Optional.of("v1 receipts=40"), 60);
        progress.note(110);
        progress.settled(102, "d102");

        assertThat(progress.settledBefore(102, "d102")).isFalse();
    }

    @Test
    void anOffsetThatSomebodyElseSetMeansThatAllIsSentAgain() {
        assertThat(progress.startAt(100, 1_000, Optional.of(""), 60)).isEmpty();
        assertThat(progress.startAt(100, 1_000, Optional.of("of another tool"), 60))
                .isEmpty();
    }

    @Test
    void withoutACommitAllReceiptsCount() {
        assertThat(progress.startAt(0, 1_000, Optional.empty(), 60)).contains(0L);
    }

    @Test
    void theNoteOfALongerTopicOfReceiptsThatWasDeletedMeansThatAllReceiptsCount() {
        progress.startAt(100, 1_000, Optional.of("v1 receipts=40000"), 40_000);
        progress.recorded(40_010);

        assertThat(progress.startAt(100, 1_000, Optional.of("v1 receipts=40010"), 12))
                .contains(0L);
        assertThat(progress.note(110)).isEqualTo("v1 receipts=12");
    }

    @Test
    void theNoteOfAnOffsetNamesWhereSettlementsOfLaterOnesBegin() {
        progress.startAt(100, 1_000, Optional.of("v1 receipts=40"), 60);
        progress.recorded(70);

        assertThat(progress.note(100)).isEqualTo("v1 receipts=70");
        progress.recorded(75);
        progress.recorded(72);
        assertThat(progress.note(110)).isEqualTo("v1 receipts=75");
    }

    @Test
    void aNoteOfAnOffsetBelowOneThatWasSettledBeforeStillReachesThatOnesReceipt() {
        progress.startAt(100, 1_000, Optional.of("v1 receipts=40"), 60);
        progress.recover(105, "d105");
        progress.recorded(70);

        assertThat(progress.note(105)).isEqualTo("v1 receipts=40");
        assertThat(progress.note(106)).isEqualTo("v1 receipts=70");
    }

    @Test
    void startingAgainForgetsWhatWasBefore() {
        progress.startAt(100, 1_000, Optional.of("v1 receipts=40"), 60);
        progress.recover(105, "d105");
        progress.startAt(90, 1_000, Optional.of(""), 60);

        assertThat(progress.settledBefore(105, "d105")).isFalse();
    }

    @Test
    void aReceiptOfAnotherDeliveryAtTheSameOffsetSettlesNothing() {
        progress.startAt(0, 1_000, Optional.empty(), 60);
        progress.recover(7, "w0-7-of-the-old-topic/0/payments");

        assertThat(progress.settledBefore(7, "w0-9-of-the-new-topic/0/payments"))
                .isFalse();
        assertThat(progress.settledBefore(7, "w0-7-of-the-old-topic/0/payments"))
                .isTrue();
    }

    @Test
    void anOffsetOutOfRangeIsPassedOver() {
        progress.startAt(100, 200, Optional.of("v1 receipts=40"), 60);
        progress.recover(999_999_999_999_999L, "d");
        progress.recover(-1, "d");

        assertThat(progress.settledBefore(999_999_999_999_999L, "d")).isFalse();
        assertThat(progress.note(150)).isEqualTo("v1 receipts=60");
    }
}
