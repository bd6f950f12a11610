package io.alertrelay.fuzz.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Draws what happens in a round to a cluster, and to it alone. */
final class ClusterDraw {
    private static final int MOST_ACKS = 120;

    private final RandomGenerator random;

    ClusterDraw(RandomGenerator random) {
        this.random = random;
    }

    /** At least one; in any order. */
    List<Disturbance> disturbances() {
        List<Disturbance> drawn = new ArrayList<>();
        // Shorter and longer than the sessions of brokers and relays, and than a sender's patience.
        List<Trouble> all = List.of(
                new Trouble.BrokerFreeze(random.nextInt(3), 1_000 + random.nextInt(14_000)),
                new Trouble.BrokersDown(random.nextInt(3), 500 + random.nextInt(8_000)),
                new Trouble.Roll(),
                new Trouble.Join(1_000 + random.nextInt(8_000), random.nextBoolean()),
                new Trouble.Cut(1_000 + random.nextInt(18_000)));
        int certain = random.nextInt(all.size());
        for (int i = 0; i < all.size(); i++) {
            boolean too = random.nextInt(5) == 0;
            int acks = 5 + random.nextInt(MOST_ACKS);
            if (i == certain || too) {
                drawn.add(new Disturbance(acks, all.get(i)));
            }
        }
        if (random.nextInt(4) == 0) {
            drawn.add(new Disturbance(5 + random.nextInt(MOST_ACKS), new Trouble.Raise()));
        }
        return drawn;
    }
}
