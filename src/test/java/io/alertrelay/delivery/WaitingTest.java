package io.alertrelay.delivery;

import static io.alertrelay.delivery.Deliveries.firing;
import static io.alertrelay.delivery.Deliveries.recovery;
import static io.alertrelay.delivery.Deliveries.reminder;
import static io.alertrelay.delivery.Deliveries.replayed;
import static org.assertj.core.api.Assertions.assertThat;

import io.alertrelay.alert.Severity;
import io.alertrelay.delivery.Settlement.Superseded;
import io.alertrelay.record.Delivery;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which delivery is next, and which need not be sent. */
class WaitingTest {
    private static final Instant NOW = Instant.parse("2026-11-22T02:00:00Z");

    private Waiting waiting = new Waiting(Collapse.REMINDERS);

    @Test
    void theMostSevereGoesFirstThenTheOldest() {
        add(firing(1, NOW, "a", Severity.INFO));
        add(firing(2, NOW, "b", Severity.WARNING));
        add(firing(3, NOW.plusSeconds(1), "c", Severity.CRITICAL));
        add(firing(4, NOW, "d", Severity.CRITICAL));

        assertThat(drained(NOW)).containsExactly(4, 3, 2, 1);
    }

    @Test
    void aCriticalLiftsWhatWaitsBeforeItOfTheSameAlert() {
        add(firing(1, NOW, "other", Severity.WARNING));
        add(firing(2, NOW, "a", Severity.INFO));
        add(firing(3, NOW, "a", Severity.CRITICAL));

        assertThat(drained(NOW)).containsExactly(2, 3, 1);
    }

    @Test
    void whatHasWaitedForLongGetsOneSendInTenWhateverItsSeverity() {
        add(firing(0, NOW.minus(Waiting.LONG), "old", Severity.INFO));
        IntStream.range(1, 30).forEach(i -> add(firing(i, NOW, "k" + i, Severity.CRITICAL)));

        assertThat(drained(NOW).indexOf(0)).isEqualTo(Waiting.AGEING_TURN - 1);
    }

    @Test
    void whatHasNotWaitedForLongGetsNone() {
        add(firing(0, NOW.minus(Waiting.LONG).plusMillis(1), "young", Severity.INFO));
        IntStream.range(1, 30).forEach(i -> add(firing(i, NOW, "k" + i, Severity.CRITICAL)));

        assertThat(drained(NOW).indexOf(0)).isEqualTo(29);
    }

    @Test
    void whatWaitsHereForLongGetsItsTurnThoughTheWallClockWasSetBack() {
        Instant before = NOW.plus(Duration.ofHours(1));
        waiting.add(firing(0, NOW, "old", Severity.INFO), false, NOW, before);
        IntStream.range(1, 30).forEach(i -> add(firing(i, NOW, "k" + i, Severity.CRITICAL)));

        List<Integer> order = drained(NOW.plus(Waiting.LONG), NOW.minus(Duration.ofHours(1)));

        assertThat(order.indexOf(0)).isEqualTo(Waiting.AGEING_TURN - 1);
    }

    @Test
    void ofRemindersThatWaitOnlyTheNewestIsSentInTheTurnOfTheFirst() {
        add(firing(1, NOW, "a", Severity.WARNING));
        add(firing(2, NOW.plusSeconds(1), "b", Severity.WARNING));

        List<Superseded> superseded = add(reminder(3, NOW.plusSeconds(2), "a", Severity.WARNING));

        assertThat(superseded).singleElement().satisfies(s -> {
            assertThat(s.delivery().offset()).isEqualTo(1);
            assertThat(s.by()).isEqualTo("w0-3-7k3m9qxr2ztc5vbn/0/payments");
        });
        assertThat(drained(NOW)).containsExactly(3, 2);
    }

    @Test
    void nothingOfAnAlertGoesUntilWhatWasSupersededIsRecordedAsThat() {
        waiting.add(firing(1, NOW, "a", Severity.WARNING), false, NOW, NOW);
        List<Superseded> superseded = waiting.add(reminder(2, NOW, "a", Severity.WARNING), false, NOW, NOW);

        assertThat(waiting.next(NOW, NOW)).isEmpty();
        assertThat(waiting.probe(key -> 0)).isEmpty();
        superseded.forEach(waiting::recorded);
        assertThat(drained(NOW)).containsExactly(2);
    }

    @Test
    void aFiringAfterAPairThatCollapsedWaitsUntilBothAreRecorded() {
        waiting = new Waiting(Collapse.RESOLVED_PAIRS);
        waiting.add(firing(1, NOW, "a", Severity.WARNING), false, NOW, NOW);
        Superseded first = waiting.add(recovery(2, NOW, "a", Severity.WARNING), false, NOW, NOW)
                .get(0);
        waiting.add(firing(3, NOW, "a", Severity.CRITICAL), false, NOW, NOW);
        List<Superseded> then = waiting.recorded(first);

        assertThat(waiting.next(NOW, NOW)).isEmpty();
        then.forEach(waiting::recorded);
        assertThat(drained(NOW)).containsExactly(3);
    }

    @Test
    void theRecoveryOfAPairIsRecordedAfterAllThatWouldBeSentWithoutItAfterACrash() {
        waiting = new Waiting(Collapse.RESOLVED_PAIRS);
        waiting.add(firing(1, NOW, "a", Severity.WARNING), false, NOW, NOW);
        Superseded overtaken = waiting.add(reminder(2, NOW, "a", Severity.WARNING), false, NOW, NOW)
                .get(0);
        List<Superseded> firing = waiting.add(recovery(3, NOW, "a", Severity.WARNING), false, NOW, NOW);

        assertThat(firing).extracting(s -> s.delivery().offset()).containsExactly(2L);
        assertThat(waiting.recorded(firing.get(0))).isEmpty();
        assertThat(waiting.recorded(overtaken))
                .extracting(s -> s.delivery().offset())
                .containsExactly(3L);
    }

    @Test
    void aFiringThatAnEarlierRelayMayHaveSentIsNotHalfOfAPair() {
        waiting = new Waiting(Collapse.RESOLVED_PAIRS);
        waiting.add(firing(1, NOW, "a", Severity.WARNING), true, NOW, NOW);

        assertThat(waiting.add(recovery(2, NOW, "a", Severity.WARNING), false, NOW, NOW))
                .isEmpty();
        assertThat(drained(NOW)).containsExactly(1, 2);
    }

    @Test
    void aReminderOfAFiringThatMayHaveBeenSentIsNotHalfOfAPairEither() {
        waiting = new Waiting(Collapse.RESOLVED_PAIRS);
        waiting.add(firing(1, NOW, "a", Severity.WARNING), true, NOW, NOW);
        waiting.add(firing(2, NOW, "a", Severity.WARNING), false, NOW, NOW).forEach(waiting::recorded);

        assertThat(waiting.add(recovery(3, NOW, "a", Severity.WARNING), false, NOW, NOW))
                .isEmpty();
        assertThat(drained(NOW)).containsExactly(2, 3);
    }

    @Test
    void aReminderThatMayHaveBeenSentItselfIsNotHalfOfAPair() {
        waiting = new Waiting(Collapse.RESOLVED_PAIRS);
        waiting.add(firing(1, NOW, "a", Severity.WARNING), false, NOW, NOW);
        waiting.add(firing(2, NOW, "a", Severity.WARNING), true, NOW, NOW).forEach(waiting::recorded);

        assertThat(waiting.add(recovery(3, NOW, "a", Severity.WARNING), false, NOW, NOW))
                .isEmpty();
        assertThat(drained(NOW)).containsExactly(2, 3);
    }

    @Test
    void aReminderOfWhatIsBeingSentWaitsItsTurn() {
        add(firing(1, NOW, "a", Severity.WARNING));
        QueuedDelivery first = waiting.next(NOW, NOW).orElseThrow();
        first.start(false, NOW);
        waiting.start(first);

        assertThat(add(reminder(2, NOW, "a", Severity.WARNING))).isEmpty();
        assertThat(add(reminder(3, NOW, "a", Severity.WARNING)))
                .extracting(s -> s.delivery().offset())
                .containsExactly(2L);
    }

    @Test
    void whatIsLiveGoesBeforeWhatIsReplayedWhateverItsSeverityAndAge() {
        add(replayed(firing(1, NOW.minus(Waiting.LONG), "a", Severity.CRITICAL), 11));
        add(firing(12, NOW, "b", Severity.INFO));
        add(firing(13, NOW, "c", Severity.INFO));

        assertThat(drained(NOW)).containsExactly(12, 13, 11);
    }

    @Test
    void whatIsReplayedGivesWayToANewerLiveStateOfItsAlertEvenIfItWasTried() {
        add(replayed(firing(1, NOW, "a", Severity.WARNING), 11));
        QueuedDelivery tried = waiting.next(NOW, NOW).orElseThrow();
        tried.start(false, NOW);
        waiting.start(tried);
        tried.attempts().add(new Attempt(NOW, "503", false));
        waiting.again(tried, Optional.of(NOW.plusSeconds(60)));

        assertThat(add(recovery(12, NOW, "a", Severity.WARNING)))
                .singleElement()
                .satisfies(s -> {
                    assertThat(s.delivery().offset()).isEqualTo(11);
                    assertThat(s.by()).isEqualTo("w0-12-7k3m9qxr2ztc5vbn/0/payments");
                    assertThat(s.reason()).isEqualTo(Settlement.Redundancy.NEWER);
                    assertThat(s.attempts().count()).isEqualTo(1);
                });
        assertThat(drained(NOW)).containsExactly(12);
    }

    @Test
    void whatIsReplayedAndBeingSentComesToItsEndBeforeTheNewerLiveOneGoes() {
        add(replayed(firing(1, NOW, "a", Severity.WARNING), 11));
        QueuedDelivery sent = waiting.next(NOW, NOW).orElseThrow();
        sent.start(false, NOW);
        waiting.start(sent);

        assertThat(add(recovery(12, NOW, "a", Severity.WARNING))).isEmpty();
        assertThat(waiting.next(NOW, NOW)).isEmpty();
        waiting.done(sent);
        assertThat(drained(NOW)).containsExactly(12);
    }

    @Test
    void whatIsReplayedIsNotSentBehindTheSameOrANewerLiveOneThatWaits() {
        add(firing(5, NOW, "a", Severity.WARNING));

        assertThat(add(replayed(recovery(4, NOW, "a", Severity.WARNING), 11)))
                .extracting(Superseded::reason)
                .containsExactly(Settlement.Redundancy.NEWER);
        assertThat(add(replayed(firing(5, NOW, "a", Severity.WARNING), 12)))
                .extracting(s -> s.delivery().offset())
                .containsExactly(12L);
        assertThat(drained(NOW)).containsExactly(5);
    }

    @Test
    void whatIsReplayedWaitsBehindAnOlderLiveOneOfItsAlert() {
        add(firing(5, NOW, "a", Severity.WARNING));

        assertThat(add(replayed(recovery(6, NOW, "a", Severity.WARNING), 11))).isEmpty();
        assertThat(drained(NOW)).containsExactly(5, 11);
    }

    @Test
    void anotherSeverityOrStateIsNoReminder() {
        add(firing(1, NOW, "a", Severity.WARNING));
        assertThat(add(firing(2, NOW, "a", Severity.CRITICAL))).isEmpty();
        assertThat(add(recovery(3, NOW, "a", Severity.CRITICAL))).isEmpty();
        assertThat(add(firing(4, NOW, "a", Severity.CRITICAL))).isEmpty();

        assertThat(drained(NOW)).containsExactly(1, 2, 3, 4);
    }

    @ParameterizedTest
    @EnumSource
    void aFiringAndItsRecoveryThatBothWaitAreBothSentUnlessPairsCollapse(Collapse collapse) {
        waiting = new Waiting(collapse);
        add(firing(1, NOW, "a", Severity.WARNING));
        List<Superseded> superseded = add(recovery(2, NOW, "a", Severity.WARNING));

        if (collapse == Collapse.RESOLVED_PAIRS) {
            assertThat(superseded)
                    .extracting(s -> s.delivery().offset() + " by " + s.by())
                    .containsExactly("1 by w0-2-7k3m9qxr2ztc5vbn/0/payments", "2 by w0-1-7k3m9qxr2ztc5vbn/0/payments");
            assertThat(waiting.size()).isZero();
        } else {
            assertThat(superseded).isEmpty();
            assertThat(drained(NOW)).containsExactly(1, 2);
        }
    }

    @Test
    void aRecoveryOfAnAlertThatFlashdutyKnowsIsSentThoughPairsCollapse() {
        waiting = new Waiting(Collapse.RESOLVED_PAIRS);
        add(reminder(1, NOW, "a", Severity.WARNING));

        assertThat(add(recovery(2, NOW, "a", Severity.WARNING))).isEmpty();
        assertThat(drained(NOW)).containsExactly(1, 2);
    }

    @Test
    void aFlappingAlertWithALongQueueCostsNoMoreThanOthers() {
        waiting = new Waiting(Collapse.NONE);
        for (int i = 0; i < 20_000; i += 2) {
            add(firing(i, NOW, "a", Severity.WARNING));
            add(recovery(i + 1, NOW, "a", Severity.WARNING));
        }

        assertThat(drained(NOW)).isEqualTo(IntStream.range(0, 20_000).boxed().toList());
    }

    /** Random offers, sends, failures and rests, beside a model that is as simple as the rules. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void agreesWithAPlainReadingOfTheRules(long seed) {
        Random random = new Random(seed);
        waiting = new Waiting(Collapse.NONE);
        Map<String, List<Integer>> sent = new HashMap<>();
        Map<String, List<Integer>> offered = new HashMap<>();
        List<QueuedDelivery> inFlight = new ArrayList<>();
        Model model = new Model();
        Instant now = NOW;
        for (int i = 0; i < 1_500; i++) {
            now = now.plusMillis(1 + random.nextInt(200));
            int what = random.nextInt(10);
            if (what < 4) {
                Severity severity = Severity.values()[random.nextInt(3)];
                String key = "k" + random.nextInt(40);
                Delivery next = random.nextBoolean() ? firing(i, now, key, severity) : recovery(i, now, key, severity);
                add(next, now);
                model.waiting.add(next);
                offered.computeIfAbsent(next.alertKey(), k -> new ArrayList<>()).add(i);
            } else if (what < 7) {
                Optional<QueuedDelivery> next = waiting.next(now, now);
                assertThat(next.map(QueuedDelivery::delivery))
                        .as("seed %d, step %d", seed, i)
                        .isEqualTo(model.next(now));
                next.ifPresent(queued -> {
                    waiting.start(queued);
                    model.start(queued.delivery());
                    inFlight.add(queued);
                });
            } else if (!inFlight.isEmpty()) {
                QueuedDelivery ended = inFlight.remove(random.nextInt(inFlight.size()));
                if (random.nextInt(4) == 0) {
                    Instant until = now.plusMillis(random.nextInt(2_000));
                    waiting.again(ended, Optional.of(until));
                    model.again(ended.delivery(), until);
                } else {
                    waiting.done(ended);
                    model.done(ended.delivery());
                    sent.computeIfAbsent(ended.delivery().alertKey(), k -> new ArrayList<>())
                            .add((int) ended.delivery().offset());
                }
            }
            assertThat(waiting.size()).isEqualTo(model.waiting.size());
        }
        sent.forEach(
                (key, offsets) -> assertThat(offsets).isEqualTo(offered.get(key).subList(0, offsets.size())));
    }

    private List<Superseded> add(Delivery delivery) {
        return add(delivery, NOW);
    }

    private List<Superseded> add(Delivery delivery, Instant now) {
        List<Superseded> superseded = new ArrayList<>(waiting.add(delivery, false, now, now));
        List<Superseded> last = superseded.stream()
                .flatMap(each -> waiting.recorded(each).stream())
                .toList();
        last.forEach(waiting::recorded);
        superseded.addAll(last);
        return superseded;
    }

    private List<Integer> drained(Instant now) {
        return drained(now, now);
    }

    private List<Integer> drained(Instant now, Instant wall) {
        List<Integer> order = new ArrayList<>();
        for (Optional<QueuedDelivery> next = waiting.next(now, wall);
                next.isPresent();
                next = waiting.next(now, wall)) {
            waiting.start(next.get());
            waiting.done(next.get());
            order.add((int) next.get().delivery().offset());
        }
        return order;
    }

    /** The rules once more, without any structure that makes them quick. */
    private static final class Model {
        private final List<Delivery> waiting = new ArrayList<>();
        private final Map<String, Instant> rests = new HashMap<>();
        private final List<String> busy = new ArrayList<>();
        private int turn;

        Optional<Delivery> next(Instant now) {
            rests.values().removeIf(until -> !until.isAfter(now));
            List<List<Delivery>> lines = new ArrayList<>();
            for (Delivery each : waiting) {
                String key = each.alertKey();
                boolean known = lines.stream().anyMatch(l -> l.get(0).alertKey().equals(key));
                if (!known && !busy.contains(key) && !rests.containsKey(key)) {
                    lines.add(waiting.stream()
                            .filter(d -> d.alertKey().equals(key))
                            .toList());
                }
            }
            Optional<List<Delivery>> oldest = lines.stream()
                    .min((a, b) -> Long.compare(
                            a.get(0).receivedAt().toEpochMilli() * 100_000
                                    + a.get(0).offset(),
                            b.get(0).receivedAt().toEpochMilli() * 100_000
                                    + b.get(0).offset()));
            if (turn % 10 == 9
                    && oldest.isPresent()
                    && !oldest.get()
                            .get(0)
                            .receivedAt()
                            .plus(Duration.ofMinutes(1))
                            .isAfter(now)) {
                return oldest.map(line -> line.get(0));
            }
            return lines.stream().min((a, b) -> Long.compare(rank(a), rank(b))).map(line -> line.get(0));
        }

        private static long rank(List<Delivery> line) {
            Severity worst = line.stream()
                    .map(Delivery::severity)
                    .min(Severity::compareTo)
                    .orElseThrow();
            Delivery first =
                    line.stream().filter(d -> d.severity() == worst).findFirst().orElseThrow();
            return worst.ordinal() * 3_000_000_000_000_000_000L
                    + (first.receivedAt().toEpochMilli() - NOW.toEpochMilli()) * 100_000
                    + first.offset();
        }

        void start(Delivery delivery) {
            turn++;
            busy.add(delivery.alertKey());
        }

        void again(Delivery delivery, Instant until) {
            busy.remove(delivery.alertKey());
            rests.put(delivery.alertKey(), until);
        }

        void done(Delivery delivery) {
            busy.remove(delivery.alertKey());
            waiting.remove(delivery);
        }
    }
}
