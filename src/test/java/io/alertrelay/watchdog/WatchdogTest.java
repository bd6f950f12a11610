package io.alertrelay.watchdog;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import io.alertrelay.testing.LinesOfThisThread;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class WatchdogTest {
    private final AtomicLong now =
            new AtomicLong(Long.MAX_VALUE - Duration.ofSeconds(3).toNanos());
    private final Watchdog watchdog = new Watchdog(now::get);
    private final LinesOfThisThread log = new LinesOfThisThread();

    @BeforeEach
    void listen() {
        log.start();
        ((Logger) LoggerFactory.getLogger("relay")).addAppender(log);
    }

    @AfterEach
    void stopListening() {
        ((Logger) LoggerFactory.getLogger("relay")).detachAppender(log);
        watchdog.close();
    }

    @Test
    void whoHasWorkAndGetsOnIsNotStalled() {
        Stage stage = watchdog.stage(Job.DISPATCHER, "payments");
        stage.working();
        for (int i = 0; i < 10; i++) {
            pass(15);
            stage.progress();
        }

        assertThat(watchdog.stalls()).isEmpty();
    }

    @Test
    void whoHasWorkAndDoesNotGetOnIsStalledWithin30Seconds() {
        watchdog.stage(Job.DISPATCHER, "payments").working();

        pass(30);

        assertThat(watchdog.stalls()).singleElement().satisfies(stall -> {
            assertThat(stall.stage()).isEqualTo("dispatcher of payments");
            assertThat(stall.cause()).contains("no progress for 30 s");
        });
    }

    @Test
    void whoHasNothingToDoIsNotStalled() {
        Stage stage = watchdog.stage(Job.RECORDER);
        pass(100);
        assertThat(watchdog.stalls()).isEmpty();
        stage.working();
        pass(15);
        stage.idle();
        pass(100);
        stage.working();
        pass(15);

        assertThat(watchdog.stalls()).isEmpty();
    }

    @Test
    void sayingAgainThatThereIsWorkIsNoProgress() {
        Stage stage = watchdog.stage(Job.RECORDER);
        for (int i = 0; i < 30; i++) {
            stage.working();
            pass(1);
        }

        assertThat(watchdog.stalls()).hasSize(1);
    }

    @Test
    void saysWhatTheStageIsAt() {
        Stage stage = watchdog.stage(Job.ROUTING_POLL);
        stage.working();
        stage.doing("reading the decisions of webhooks-3");

        pass(25);

        assertThat(watchdog.stalls().get(0).cause()).contains("it is at: reading the decisions of webhooks-3");
    }

    @Test
    void tellsOfEachChangeInOneLine() {
        Stage stage = watchdog.stage(Job.DISPATCHER, "payments");
        stage.working();
        pass(100);
        stage.progress();
        pass(100);
        stage.progress();
        watchdog.look();

        assertThat(log.list.stream().map(ILoggingEvent::getLevel))
                .containsExactly(Level.ERROR, Level.INFO, Level.ERROR, Level.INFO);
        assertThat(log.list.get(0).getFormattedMessage())
                .contains("dispatcher of payments has stopped: nothing is sent to this channel", "restart the relay");
        assertThat(log.list.get(1).getFormattedMessage()).contains("dispatcher of payments runs again");
    }

    @Test
    void whatNeedsKafkaRightlyWaitsWhileKafkaIsAway() {
        watchdog.stage(Job.ROUTING, "webhooks-0").working();
        Stage dispatcher = watchdog.stage(Job.DISPATCHER, "payments");
        dispatcher.working();
        watchdog.kafkaAway(true);
        pass(100);

        assertThat(watchdog.stalls()).extracting(Stall::job).containsExactly(Job.DISPATCHER);

        dispatcher.progress();
        watchdog.kafkaAway(false);
        pass(15);
        assertThat(watchdog.stalls()).isEmpty();
        dispatcher.progress();
        pass(10);
        assertThat(watchdog.stalls()).extracting(Stall::job).containsExactly(Job.ROUTING);
    }

    @Test
    void theTimeInWhichTheWholeProcessStoodStillDoesNotCount() {
        watchdog.stage(Job.DISPATCHER, "payments").working();
        pass(10);
        now.addAndGet(Duration.ofHours(1).toNanos());
        watchdog.look();
        assertThat(watchdog.stalls()).isEmpty();

        pass(15);
        assertThat(watchdog.stalls()).hasSize(1);
    }

    @Test
    void aStageThatWokeBeforeTheWatchdogIsWatchedFromThenOn() {
        Stage stage = watchdog.stage(Job.DISPATCHER, "payments");
        stage.working();
        pass(1);
        now.addAndGet(Duration.ofHours(1).toNanos());
        stage.progress();
        watchdog.look();
        assertThat(watchdog.stalls()).isEmpty();

        pass(25);
        assertThat(watchdog.stalls()).hasSize(1);
    }

    @Test
    void whatIsSaidToHaveFailedIsStalledAtOnceAndForAsLongAsThatHolds() {
        Stage stage = watchdog.stage(Job.DISPATCHER, "payments");
        stage.failed("no thread", Duration.ofSeconds(30));
        stage.progress();
        pass(1);
        assertThat(watchdog.stalls()).extracting(Stall::cause).containsExactly("no thread");

        pass(30);
        assertThat(watchdog.stalls()).isEmpty();
    }

    @Test
    void whatIsClosedIsForgottenButNotThatItWasRestarted() {
        Stage stage = watchdog.stage(Job.DISPATCHER, "payments");
        stage.working();
        stage.restarted();
        stage.close();
        stage.close();
        pass(100);

        assertThat(watchdog.stalls()).isEmpty();
        assertThat(watchdog.restarts(Job.DISPATCHER)).isEqualTo(1);
    }

    @Test
    void whoAsksFindsThatTheWatchdogItselfHasStopped() {
        Watchdog dead = new Watchdog(() -> {
            if (Thread.currentThread().getName().equals("watchdog")) {
                throw new AssertionError("injected");
            }
            return now.get();
        });
        dead.start();
        now.addAndGet(Duration.ofMinutes(1).toNanos());

        assertThat(dead.stalls()).extracting(Stall::job).isEqualTo(List.of(Job.WATCHDOG));
        dead.close();
    }

    /** So many seconds pass, with a look each. */
    private void pass(int seconds) {
        for (int i = 0; i < seconds; i++) {
            now.addAndGet(Duration.ofSeconds(1).toNanos());
            watchdog.look();
        }
    }
}
