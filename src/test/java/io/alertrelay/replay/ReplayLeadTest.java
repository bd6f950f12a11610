package io.alertrelay.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ReplayLeadTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    private final ReplayLead lead = new ReplayLead(() -> {});

    @Test
    void itIsCertainOnlyWhileThePartitionCertainlyBelongsToThisRelay() {
        AtomicBoolean certainly = new AtomicBoolean(true);
        lead.allowedBy(certainly::get);
        assertThat(lead.isCertain()).isFalse();

        lead.taken();
        assertThat(lead.isCertain()).isTrue();

        certainly.set(false);
        assertThat(lead.lasts()).isTrue();
        assertThat(lead.isCertain()).isFalse();
    }

    @Test
    void whoWithdrawsThePartitionWaitsUntilTheThreadOfTheReplaysHasLetGo() throws Exception {
        lead.taken();
        CountDownLatch working = new CountDownLatch(1);
        CompletableFuture<Boolean> paused = CompletableFuture.supplyAsync(() -> {
            try {
                lead.await();
                working.countDown();
                // It ends early because the partition is withdrawn.
                lead.pause(LONG);
                return lead.lasts();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        assertThat(working.await(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();

        CompletableFuture<Void> withdrawing = CompletableFuture.runAsync(() -> lead.withdrawn(LONG));

        assertThat(paused.get(LONG.toSeconds(), TimeUnit.SECONDS)).isFalse();
        assertThat(withdrawing).isNotDone();
        lead.released();
        withdrawing.get(LONG.toSeconds(), TimeUnit.SECONDS);
    }

    @Test
    void nobodyWaitsForAThreadThatDoesNotWork() {
        lead.taken();

        lead.withdrawn(LONG);

        assertThat(lead.lasts()).isFalse();
    }

    @Test
    void whatIsNewEndsThePause() throws Exception {
        lead.taken();
        lead.wake();

        lead.pause(Duration.ofDays(1));

        assertThat(lead.lasts()).isTrue();
    }

    @Test
    void whenTheRelayStopsNobodyWaitsForThePartition() throws Exception {
        lead.close();

        assertThat(lead.await()).isFalse();
        lead.taken();
        assertThat(lead.lasts()).isFalse();
    }
}
