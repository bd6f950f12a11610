package io.alertrelay.fuzz.plan;

import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** Draws when what has come so far is replayed. */
final class ReplayDraw {
    /** Of 1000 requests a second: the slowest takes seconds, so that processes end in the middle of it. */
    private static final List<Double> SHARES = List.of(0.01, 0.03, 0.2, 1.0);

    private static final double ALERTS_AT_THE_SLOWEST = 20_000;

    private final RandomGenerator random;
    private final int alerts;

    /** @param alerts that the round posts: many of them are not replayed slowly, or a round would never end */
    ReplayDraw(RandomGenerator random, int alerts) {
        this.random = random;
        this.alerts = alerts;
    }

    /** One in two rounds of three, in the others two: of what both send, one leaves out what the other sent. */
    List<PlannedReplay> replays() {
        return IntStream.range(0, random.nextInt(3) == 0 ? 2 : 1)
                .mapToObj(i -> new PlannedReplay(
                        20 + random.nextInt(120),
                        Math.max(SHARES.get(random.nextInt(SHARES.size())), alerts / ALERTS_AT_THE_SLOWEST)))
                .toList();
    }
}
