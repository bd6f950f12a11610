package io.alertrelay.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.alertrelay.record.RateClaim;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RateSharesTest {
    private final List<Entry> log = new ArrayList<>();
    private final List<Relay> relays = new ArrayList<>();

    @Test
    void whatIsIdleLendsAllButALittleAndGetsItBack() {
        join(2);
        // A third is left for one that joins.
        assertThat(parts()).containsExactly(0.367, 0.367);

        relays.get(0).wants = 1;
        agree();
        assertThat(parts()).containsExactly(0.9, 0.1);

        relays.get(1).wants = 1;
        agree();
        assertThat(parts()).containsExactly(0.5, 0.5);
    }

    @Test
    void whoWantsLittleGetsThatAndTheOthersShareTheRest() {
        join(3);
        relays.get(0).wants = 1;
        relays.get(1).wants = 0.2;
        relays.get(2).wants = 1;
        agree();

        assertThat(parts()).containsExactly(0.4, 0.2, 0.4);
    }

    @Test
    void oneThatIsGoneLeavesItsPartToTheOthers() {
        join(2);
        relays.remove(1);
        relays.get(0).wants = 1;
        log.add(new Entry("r1", null));
        agree();

        assertThat(parts()).containsExactly(1.0);
    }

    @Test
    void oneThatJoinsWhileTheOthersAreIdleHasItsPartAtOnce() {
        join(2);
        relays.add(new Relay("late"));
        Relay late = relays.get(2);
        late.wants = 1;
        IntStream.range(0, 3).forEach(i -> late.step());

        assertThat(parts()).containsExactly(0.367, 0.367, 0.267);
    }

    @Test
    void oneThatSaysNothingIsTakenToUseAnEqualPart() {
        RateShares shares = new RateShares();

        assertThat(shares.due("new", 1, List.of("new", "old")).part()).isEqualTo(0.5);
    }

    /** They read and write one after the other, in any order, and each reads only up to where the log is then. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void whatAllUseIsNeverMoreThanTheWholeWhoeverReadsHowFar(long seed) {
        Random random = new Random(seed);
        IntStream.range(0, 1 + random.nextInt(5)).forEach(i -> relays.add(new Relay("r" + i)));
        for (int step = 0; step < 5_000; step++) {
            Relay relay = relays.get(random.nextInt(relays.size()));
            if (random.nextInt(20) == 0) {
                relay.wants = random.nextInt(21) / 20.0;
            }
            relay.step();
            assertThat(relays.stream().mapToDouble(r -> r.uses).sum())
                    .as("seed %d, step %d", seed, step)
                    .isLessThanOrEqualTo(1 + 1e-6);
        }
        relays.forEach(relay -> relay.wants = 1);
        agree();
        assertThat(relays).allSatisfy(relay -> assertThat(relay.uses).isEqualTo(1.0 / relays.size(), within(0.01)));
    }

    private void join(int count) {
        IntStream.range(0, count).forEach(i -> relays.add(new Relay("r" + i)));
        agree();
    }

    private void agree() {
        IntStream.range(0, 20).forEach(i -> relays.forEach(Relay::step));
    }

    private List<Double> parts() {
        return relays.stream().map(r -> Math.round(r.uses * 1000) / 1000.0).toList();
    }

    /** @param claim null for one that is gone */
    private record Entry(String relay, RateClaim claim) {}

    /** Takes the same steps as the relay, one at a time. */
    private final class Relay {
        private final String name;
        private final RateShares shares = new RateShares();
        private double wants;
        private double uses;
        private int read;
        private int phase;
        private RateClaim due;

        private Relay(String name) {
            this.name = name;
        }

        private void step() {
            switch (phase) {
                case 0 -> {
                    readShares();
                    due = shares.due(
                            name, wants, relays.stream().map(r -> r.name).toList());
                    uses = Math.min(due.part(), shares.part(name));
                }
                case 1 -> log.add(new Entry(name, due));
                default -> {
                    readShares();
                    uses = shares.part(name);
                }
            }
            phase = (phase + 1) % 3;
        }

        private void readShares() {
            for (; read < log.size(); read++) {
                Entry entry = log.get(read);
                if (entry.claim == null) {
                    shares.givenBack(entry.relay);
                } else {
                    shares.claimed(entry.relay, entry.claim);
                }
            }
        }
    }
}
