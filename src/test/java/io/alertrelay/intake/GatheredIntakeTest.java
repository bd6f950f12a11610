package io.alertrelay.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.alertrelay.arms.Sender;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GatheredIntakeTest {
    private final List<String> handedOn = new ArrayList<>();
    private final List<Runnable> timers = new ArrayList<>();
    private final List<Long> pauses = new ArrayList<>();
    private final CompletableFuture<IntakeReply> stored = new CompletableFuture<>();
    private long now;
    private long events;
    private final GatheredIntake intake = new GatheredIntake(
            webhook -> {
                if (webhook.nonce().equals("broken")) {
                    throw new IllegalStateException("the route is gone");
                }
                handedOn.add(webhook.nonce());
                return stored;
            },
            () -> events,
            Duration.ofSeconds(5),
            () -> now,
            (millis, task) -> {
                pauses.add(millis);
                timers.add(task);
            });

    @Test
    void whatComesSeldomIsHandedOnAtOnce() {
        for (int i = 0; i < 5; i++) {
            submit("n" + i);
            pass(5);
        }

        assertThat(handedOn).containsExactly("n0", "n1", "n2", "n3", "n4");
        assertThat(timers).isEmpty();
    }

    @Test
    void whatComesFastIsHandedOnInGroupsInItsOrder() {
        submit("first");
        submit("second");
        submit("third");
        assertThat(handedOn).containsExactly("first");

        fire(5);
        assertThat(handedOn).containsExactly("first", "second", "third");

        submit("fourth");
        assertThat(handedOn).hasSize(3);
        fire(10);

        assertThat(handedOn).containsExactly("first", "second", "third", "fourth");
        assertThat(pauses).containsExactly(5L, 10L);
    }

    @Test
    void whatWasInspectedAheadIsHandedOnInGroupsToo() {
        submit("first");
        CompletableFuture<IntakeReply> second =
                intake.inspect(submission("second")).get().toCompletableFuture();
        submit("third");
        assertThat(handedOn).containsExactly("first");

        fire(5);
        stored.complete(IntakeReply.accepted("w0-1-n", 1));

        assertThat(handedOn).containsExactly("first", "second", "third");
        assertThat(second).isCompleted();
    }

    @Test
    void nobodyWaitsLongerThanTwentyMilliseconds() {
        many(GatheredIntake.ENOUGH + 1);
        submit("late");
        pass(9);
        submit("later");
        fire(1);
        assertThat(handedOn).doesNotContain("late");
        pass(9);
        submit("last");

        fire(1);

        assertThat(handedOn).endsWith("late", "later", "last");
        assertThat(pauses).containsExactly(5L, 10L, 10L);
    }

    @Test
    void aWebhookOfWhichSeveralEventsAreMadeCountsAsMoreThanOne() {
        submit("first");
        events += GatheredIntake.SEVERAL;
        submit("second");
        fire(5);
        pass(9);
        submit("third");
        assertThat(handedOn).containsExactly("first", "second");

        fire(1);

        assertThat(handedOn).containsExactly("first", "second", "third");
        assertThat(pauses).containsExactly(5L, 1L);
    }

    @Test
    void groupsAreLargerWhileVeryManyKeepComing() {
        many(1 + GatheredIntake.MANY);
        fire(5);
        submit("next");
        pass(9);
        submit("another");
        fire(1);
        assertThat(handedOn).doesNotContain("next");

        fire(10);

        assertThat(handedOn).endsWith("next", "another");
        assertThat(pauses).containsExactly(5L, 10L, 10L);
    }

    @Test
    void groupsAreLargerWhileVeryManyEventsAreMadeOfFewWebhooks() {
        submit("first");
        submit("second");
        events += GatheredIntake.MANY;
        fire(5);
        submit("next");
        pass(5);
        submit("another");
        fire(5);
        assertThat(handedOn).doesNotContain("next");

        fire(10);

        assertThat(handedOn).endsWith("next", "another");
        assertThat(pauses).containsExactly(5L, 10L, 10L);
    }

    @Test
    void aSenderOfWebhooksOfManyEventsWhoWaitsForItsAnswersIsNotKeptWaitingForOthers() {
        submit("first");
        submit("second");
        events += GatheredIntake.MANY;
        fire(5);
        pass(5);
        submit("next");

        fire(5);

        assertThat(handedOn).endsWith("next");
    }

    @Test
    void sendersThatWaitForTheirAnswersAreNotKeptWaitingForOthers() {
        many(1 + GatheredIntake.MANY);
        events += GatheredIntake.MANY;
        fire(5);
        pass(5);
        many(GatheredIntake.MANY);
        events += GatheredIntake.MANY;

        fire(5);

        assertThat(handedOn).hasSize(1 + 2 * GatheredIntake.MANY);
    }

    @Test
    void aGroupOfPlentyIsHandedOnWithoutTheLongerWait() {
        many(1 + GatheredIntake.MANY);
        fire(5);
        pass(9);
        many(GatheredIntake.PLENTY);

        fire(1);

        assertThat(handedOn).hasSize(1 + GatheredIntake.MANY + GatheredIntake.PLENTY);
    }

    @Test
    void theTimerOfAGroupThatWasLargeDoesNotEndTheWaitOfTheNext() {
        many(1 + GatheredIntake.ENOUGH);
        Runnable former = timers.get(0);
        submit("next");

        former.run();

        assertThat(handedOn).doesNotContain("next");
    }

    @Test
    void asManyAsAreEnoughDoNotWaitForMore() {
        many(1 + GatheredIntake.ENOUGH);

        assertThat(handedOn).hasSize(1 + GatheredIntake.ENOUGH);
    }

    @Test
    void whoWaitedIsAnsweredWhenItIsStored() {
        submit("first");
        CompletionStage<IntakeReply> reply = submit("second");
        fire(5);
        assertThat(reply.toCompletableFuture()).isNotDone();

        stored.complete(IntakeReply.consoleTest("second"));

        assertThat(reply.toCompletableFuture()).isCompletedWithValue(stored.join());
    }

    @Test
    void oneThatCannotBeHandedOnIsAnsweredAndKeepsNoOtherOfItsGroupBack() {
        submit("first");
        CompletionStage<IntakeReply> broken = submit("broken");
        CompletionStage<IntakeReply> last = submit("last");
        fire(5);

        assertThat(broken.toCompletableFuture()).isCompletedExceptionally();
        assertThat(handedOn).containsExactly("first", "last");

        stored.completeExceptionally(new IllegalStateException("Kafka is away"));

        assertThat(last.toCompletableFuture()).isCompletedExceptionally();
    }

    @Test
    void whatWaitedWhileTheRelayWasSuspendedIsNotHandedOn() {
        submit("first");
        CompletionStage<IntakeReply> second = submit("second");
        CompletionStage<IntakeReply> third = intake.inspect(submission("third")).get();

        fire(60_000);

        assertThat(handedOn).containsExactly("first");
        assertThat(List.of(second, third))
                .allSatisfy(reply -> assertThat(reply.toCompletableFuture())
                        .isCompletedWithValueMatching(
                                answer -> answer.notNow().equals(Optional.of(UnavailableReason.TOO_OLD))));
    }

    private void many(int count) {
        IntStream.range(0, count).forEach(i -> submit("n" + i));
    }

    private void pass(int millis) {
        now += TimeUnit.MILLISECONDS.toNanos(millis);
    }

    private void fire(int millis) {
        pass(millis);
        timers.get(timers.size() - 1).run();
    }

    private CompletionStage<IntakeReply> submit(String nonce) {
        return intake.submit(submission(nonce));
    }

    private static Submission submission(String nonce) {
        return new Submission(
                "arms",
                Sender.ARMS,
                "application/json",
                "{}".getBytes(StandardCharsets.UTF_8),
                Instant.EPOCH,
                nonce,
                Optional.empty(),
                Optional.empty());
    }
}
