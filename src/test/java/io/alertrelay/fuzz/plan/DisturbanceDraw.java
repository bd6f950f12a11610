package io.alertrelay.fuzz.plan;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;

/** Draws what happens to the relays of a round besides strikes. */
final class DisturbanceDraw {
    private static final List<Duration> OFFSETS =
            List.of(Duration.ofDays(-1), Duration.ofHours(-1), Duration.ZERO, Duration.ofHours(1), Duration.ofDays(1));
    private static final int MOST_ACKS = 120;

    private final RandomGenerator random;

    DisturbanceDraw(RandomGenerator random) {
        this.random = random;
    }

    /** In the order in which they come. */
    List<Disturbance> disturbances() {
        List<Disturbance> disturbances = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            disturbances.add(at(new Trouble.ClockStep(OFFSETS.get(random.nextInt(OFFSETS.size())))));
        }
        if (random.nextInt(3) == 0) {
            disturbances.add(at(new Trouble.Crowd(100 + random.nextInt(900), 500 + random.nextInt(4000))));
        }
        if (random.nextInt(3) == 0) {
            disturbances.add(at(new Trouble.LostTopic(channel())));
        }
        for (int i = random.nextInt(4); i > 0; i--) {
            GarbageKind kind = GarbageKind.values()[random.nextInt(GarbageKind.values().length)];
            disturbances.add(at(new Trouble.Garbage(kind, channel())));
        }
        if (random.nextInt(2) == 0) {
            // Shorter and longer than a session of the relay's, and than its senders' patience.
            disturbances.add(at(new Trouble.Freeze(random.nextInt(2), 2_000 + random.nextInt(20_000))));
        }
        disturbances.sort(Comparator.comparingInt(Disturbance::acks));
        return List.copyOf(disturbances);
    }

    private String channel() {
        return Names.CHANNELS.get(random.nextInt(Names.CHANNELS.size()));
    }

    private Disturbance at(Trouble trouble) {
        return new Disturbance(5 + random.nextInt(MOST_ACKS), trouble);
    }
}
