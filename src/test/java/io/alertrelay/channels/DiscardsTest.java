package io.alertrelay.channels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alertrelay.alert.AlertStatus;
import io.alertrelay.alert.Severity;
import io.alertrelay.delivery.OutboxListener;
import io.alertrelay.delivery.Settlement;
import io.alertrelay.delivery.SettlementLog;
import io.alertrelay.kafka.GroupOffsets;
import io.alertrelay.kafka.KafkaClients;
import io.alertrelay.kafka.TopicNames;
import io.alertrelay.kafka.TopicReader;
import io.alertrelay.kafka.TopicWriter;
import io.alertrelay.record.DiscardClaim;
import io.alertrelay.record.EventRecord;
import io.alertrelay.record.HeaderNames;
import io.alertrelay.record.Quarantined;
import io.alertrelay.record.StoredRecord;
import io.alertrelay.testing.SharedBroker;
import io.alertrelay.testing.SteppedClock;
import io.alertrelay.testing.WebhookReceipts;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Several relays are asked to discard what waits in the same removed channel. */
@Timeout(120)
class DiscardsTest {
    private static final int WAITING = 3;

    private final TopicNames names = new TopicNames(SharedBroker.newPrefix());
    private final String topic = names.channel("gone");
    private final KafkaClients clients = SharedBroker.clients();
    private final Admin admin = clients.admin();
    private final GroupOffsets offsets = new GroupOffsets(admin);
    private final SteppedClock clock = new SteppedClock();
    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private final CountDownLatch settling = new CountDownLatch(1);
    private final CountDownLatch release = new CountDownLatch(1);
    private final List<Settlement> settled = new CopyOnWriteArrayList<>();

    @BeforeEach
    void alertsWait() throws Exception {
        for (String name : List.of(topic, names.relays(), names.receipts(), names.quarantine())) {
            SharedBroker.create(name, 1);
        }
        try (TopicWriter writer = new TopicWriter(clients)) {
            for (int i = 0; i < WAITING; i++) {
                writer.write(topic, event(i).draft());
            }
        }
    }

    @AfterEach
    void stop() {
        release.countDown();
        thread.shutdownNow();
        admin.close();
    }

    @Test
    void oneOfThemDoesAndMakesOneDeadLetterOfEach() throws Exception {
        Future<Integer> first =
                thread.submit(() -> discards(this::settleWhenReleased).discard("gone", "ann"));
        settling.await();

        assertThatThrownBy(() -> discards(this::settle).discard("gone", "bob"))
                .isInstanceOf(DiscardClaims.ClaimedException.class)
                .hasMessageContaining("as ann said");
        release.countDown();

        assertThat(first.get()).isEqualTo(WAITING);
        assertThat(discards(this::settle).discard("gone", "bob")).isZero();
        assertThat(settled).hasSize(WAITING);
    }

    @Test
    void whoWasKilledHoldsUpTheOthersForSomeMinutesOnly() throws Exception {
        try (TopicWriter writer = new TopicWriter(clients)) {
            writer.write(names.relays(), new DiscardClaim("gone", "killed", "ann", clock.instant()).draft());
            writer.write(names.relays(), new DiscardClaim("other", "1", "ann", clock.instant()).draft());
        }
        assertThatThrownBy(() -> discards(this::settle).discard("gone", "bob"))
                .isInstanceOf(DiscardClaims.ClaimedException.class);

        clock.advance(DiscardClaims.STANDS.plus(Duration.ofSeconds(1)));

        assertThat(discards(this::settle).discard("gone", "bob")).isEqualTo(WAITING);
    }

    @Test
    void whatIsNoDeliveryIsPutInQuarantineBeforeTheOffsetMovesPastIt() throws Exception {
        byte[] value = "no delivery".getBytes(StandardCharsets.UTF_8);
        try (TopicWriter writer = new TopicWriter(clients)) {
            writer.write(topic, "key", value);
            writer.remove(topic, "key");
        }

        assertThat(discards(this::settle).discard("gone", "ann")).isEqualTo(WAITING);

        List<StoredRecord> quarantined = new ArrayList<>();
        try (TopicReader reader = new TopicReader(clients)) {
            reader.read(names.quarantine(), Map.of(0, 0L), reader.ends(names.quarantine()), quarantined::add);
        }
        assertThat(quarantined).hasSize(2);
        assertThat(quarantined.get(0).value()).isEqualTo(value);
        assertThat(quarantined.get(0).header(HeaderNames.CHANNEL)).contains("gone");
        assertThat(Quarantined.cause(quarantined.get(0))).startsWith(topic + "-0 offset " + WAITING + ": ");
    }

    @Test
    void whatANewerStateHasOvertakenIsSupersededAndNoDeadLetter() throws Exception {
        try (TopicWriter writer = new TopicWriter(clients)) {
            writer.write(topic, event(WAITING, Optional.of("the newer one")).draft());
        }

        assertThat(discards(this::settle).discard("gone", "ann")).isEqualTo(WAITING);

        assertThat(settled.get(WAITING))
                .isInstanceOfSatisfying(
                        Settlement.Superseded.class,
                        superseded -> assertThat(superseded.by()).isEqualTo("the newer one"));
    }

    @Test
    void largeEventsAreDiscardedAFewMegabytesAtATime() throws Exception {
        int large = 20;
        byte[] body = new byte[512 << 10];
        try (TopicWriter writer = new TopicWriter(clients)) {
            for (int i = WAITING; i < WAITING + large; i++) {
                writer.write(topic, event(i, Optional.empty(), body).draft());
            }
        }
        List<Integer> sizes = new ArrayList<>();

        int discarded = discards(batch -> {
                    sizes.add(batch.stream()
                            .mapToInt(one -> one.delivery().event().length)
                            .sum());
                    return settle(batch);
                })
                .discard("gone", "ann");

        assertThat(discarded).isEqualTo(WAITING + large);
        assertThat(settled).extracting(one -> one.delivery().offset()).doesNotHaveDuplicates();
        assertThat(sizes)
                .hasSizeGreaterThan(1)
                .allSatisfy(size -> assertThat(size).isLessThan((4 << 20) + body.length));
        assertThat(offsets.commit(topic, topic, 0))
                .hasValueSatisfying(commit -> assertThat(commit.offset()).isEqualTo(WAITING + large));
    }

    private Discards discards(SettlementLog log) {
        return new Discards(clients, offsets, names, log, new OutboxListener() {}, clock);
    }

    private long settle(List<Settlement> settlements) {
        settled.addAll(settlements);
        return 0;
    }

    private long settleWhenReleased(List<Settlement> settlements) throws SettlementLog.SettlementLogException {
        settling.countDown();
        try {
            release.await();
        } catch (InterruptedException e) {
            throw new SettlementLog.SettlementLogException(e);
        }
        return settle(settlements);
    }

    private EventRecord event(int i) {
        return event(i, Optional.empty());
    }

    private EventRecord event(int i, Optional<String> overtaken) {
        return event(i, overtaken, "{}".getBytes(StandardCharsets.UTF_8));
    }

    private EventRecord event(int i, Optional<String> overtaken, byte[] body) {
        return new EventRecord(
                WebhookReceipts.alert(i, 0),
                "arms-prod",
                clock.instant(),
                "arms-prod:" + i,
                AlertStatus.FIRING,
                Severity.WARNING,
                Optional.empty(),
                true,
                "0123456789ab",
                "dedicated",
                List.of("gone"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                overtaken,
                body);
    }
}
