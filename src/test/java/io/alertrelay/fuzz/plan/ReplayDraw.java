package io.alertrelay.fuzz.plan;

import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** Draws when what has come so far is replayed. */
final class ReplayDraw {
    /** Of 1000 requests a second: the slowest takes seconds, so that processes end in the middle of it. */
    private static final List<Double> SHARES = List.of(0.01, 0.03, 0.2, 1.0);

    private final RandomGenerator random;

    ReplayDraw(RandomGenerator random) {
        this.random = random;
    }

    /** One in two rounds of three, in the others two: of what both send, one leaves out what the other sent. */
    List<PlannedReplay> replays() {
        return IntStream.range(0, random.nextInt(3) == 0 ? 2 : 1)
                .mapToObj(i -> new PlannedReplay(
                        20 + random.nextInt(120),
                        random.nextBoolean() ? "all" : "latest",
                        SHARES.get(random.nextInt(SHARES.size()))))
                .toList();
    }
}
