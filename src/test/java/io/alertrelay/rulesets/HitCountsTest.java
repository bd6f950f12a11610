package io.alertrelay.rulesets;

import static org.assertj.core.api.Assertions.assertThat;

import io.alertrelay.pipeline.IntegrationPipeline;
import io.alertrelay.testing.RandomIntegration;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What is counted of a day, look by look. */
class HitCountsTest {
    private static final Instant NOW = Instant.parse("2026-11-28T10:03:20Z");
    private static final Duration DAY = Duration.ofDays(1);
    private static final int MOST = 500;
    private static final int MOST_IN_A_STEP = 150;

    private final Random random = new Random(15);
    private final IntegrationPipeline pipeline = pipeline();
    private final HitCounts counts = new HitCounts();
    private final Received journal = new Received();

    @Test
    void eachLookDecidesAboutSomeWebhooksUntilADayIsCountedTheNewestFirst() throws Exception {
        journal.receive(NOW.minus(DAY.multipliedBy(2)), NOW, 10_000);
        HitCounts.Look look = counts.look(pipeline, NOW, journal);
        Instant from = look.from();

        for (int looks = 1; !look.complete(); looks++) {
            assertThat(journal.decided()).isBetween(1, MOST + 2 * MOST_IN_A_STEP);
            assertThat(looks).isLessThan(40);
            look = counts.look(pipeline, NOW, journal);
            assertThat(look.from()).isBefore(from);
            from = look.from();
            assertThat(look.hits().firings()).isEqualTo(journal.since(from));
        }

        assertThat(Duration.between(look.from(), NOW)).isBetween(DAY.minusMinutes(1), DAY);
        assertThat(look.hits().cases()).containsExactly(Map.entry(1, journal.since(look.from())));
    }

    @Test
    void whatWasCountedIsNotDecidedAboutAgainUnlessTheIntegrationWasReloaded() throws Exception {
        journal.receive(NOW.minus(DAY), NOW, 1_000);
        lookUntilComplete(pipeline, NOW);
        journal.decided();

        Instant later = NOW.plusSeconds(1_000);
        journal.receive(NOW, later, 20);
        HitCounts.Look look = counts.look(pipeline, later, journal);

        assertThat(look.complete()).isTrue();
        assertThat(look.hits().firings()).isEqualTo(journal.since(look.from()));
        assertThat(journal.decided()).isBetween(20, 20 + MOST_IN_A_STEP);
        counts.look(pipeline(), later, journal);
        assertThat(journal.decided()).isGreaterThan(MOST / 3);
    }

    @Test
    void whoWasAwayForLongGoesOnFromBothEnds() throws Exception {
        journal.receive(NOW.minus(DAY), NOW.plus(DAY), 10_000);
        counts.look(pipeline, NOW, journal);

        Instant later = NOW.plus(DAY.dividedBy(2));
        HitCounts.Look look = lookUntilComplete(pipeline, later);

        assertThat(look.hits().firings()).isEqualTo(journal.before(later) - journal.before(look.from()));
    }

    @Test
    void inAStormALookCountsTheNewestAloneAndGoesOnAfterIt() throws Exception {
        journal.receive(NOW.minus(DAY), NOW, 1_000);
        lookUntilComplete(pipeline, NOW);
        journal.decided();
        Instant storm = NOW.plusSeconds(60);
        journal.receive(NOW, storm, 20 * MOST);

        HitCounts.Look look = counts.look(pipeline, storm, journal);

        assertThat(look.complete()).isFalse();
        assertThat(journal.decided()).isLessThanOrEqualTo(MOST);
        assertThat(look.hits().firings()).isEqualTo(journal.since(look.from())).isPositive();
        assertThat(lookUntilComplete(pipeline, storm.plusSeconds(180)).hits().firings())
                .isGreaterThan(20 * MOST);
    }

    @Test
    void casesAreInTheOrderOfTheRules() {
        Map<Integer, Long> some = new LinkedHashMap<>();
        List.of(12, 3, 100, 1, 25, 2).forEach(number -> some.put(number, 1L));

        CaseHits hits = new CaseHits(6, some, 0).plus(new CaseHits(1, Map.of(7, 1L), 0));

        assertThat(hits.cases().keySet()).containsExactly(1, 2, 3, 7, 12, 25, 100);
    }

    private HitCounts.Look lookUntilComplete(IntegrationPipeline by, Instant now) throws Exception {
        HitCounts.Look look = counts.look(by, now, journal);
        for (int looks = 0; looks < 100 && !look.complete(); looks++) {
            look = counts.look(by, now, journal);
        }
        assertThat(look.complete()).isTrue();
        return look;
    }

    private IntegrationPipeline pipeline() {
        try {
            return IntegrationPipeline.of(RandomIntegration.with(random));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** Webhooks, of each of which the first case takes one alert. */
    private final class Received implements HitCounts.StoredWebhooks {
        private final List<Instant> webhooks = new ArrayList<>();
        private int decided;

        void receive(Instant from, Instant to, int number) {
            long millis = Duration.between(from, to).toMillis();
            for (int i = 0; i < number; i++) {
                webhooks.add(from.plusMillis(random.nextLong(millis)));
            }
        }

        long before(Instant time) {
            return webhooks.stream().filter(one -> one.isBefore(time)).count();
        }

        long since(Instant from) {
            return webhooks.size() - before(from);
        }

        /** How many were decided about since this was asked last. */
        int decided() {
            int all = decided;
            decided = 0;
            return all;
        }

        @Override
        public Instant newest(Instant from, Instant to) {
            return before(to) - before(from) > MOST
                    ? newest(from.plus(Duration.between(from, to).dividedBy(2)), to)
                    : from;
        }

        @Override
        public Map<Instant, CaseHits> hits(Instant from, Instant to) {
            Map<Instant, CaseHits> hits = new TreeMap<>();
            for (Instant one : webhooks) {
                if (!one.isBefore(from) && one.isBefore(to)) {
                    decided++;
                    hits.merge(HitCounts.step(one), new CaseHits(1, Map.of(1, 1L), 0), CaseHits::plus);
                }
            }
            return hits;
        }
    }
}
