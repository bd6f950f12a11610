package io.alertrelay.fuzz.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** Draws rounds from a seed. A round depends on nothing that happened in an earlier one, so it can be run alone. */
public final class RoundPlanner {
    private static final int SENDERS = 6;
    private static final long ODD = 0x9E3779B97F4A7C15L;

    private final long seed;
    private final boolean cluster;

    /** Of rounds for one relay. */
    public RoundPlanner(long seed) {
        this(seed, false);
    }

    /** @param cluster whether the rounds have what happens to a cluster only, besides all else */
    public RoundPlanner(long seed, boolean cluster) {
        this.seed = seed;
        this.cluster = cluster;
    }

    /** The round of that number, from 1. */
    public RoundPlan round(int round) {
        RandomGenerator random = random(2L * round);
        RulePlan rules = rules(round);
        AtomicInteger tags = new AtomicInteger();
        Supplier<String> tag = () -> "r" + round + "." + tags.incrementAndGet();
        List<List<Post>> senders = new ArrayList<>();
        for (int i = 0; i < SENDERS; i++) {
            senders.add(new SenderDraw(random, tag).posts());
        }
        return new RoundPlan(
                seed,
                round,
                new Start(rules, new SurroundingsDraw(random).surroundings()),
                senders,
                new StrikeDraw(random).strikes(rules, rules(round + 1)),
                new WeatherDraw(random).weather(),
                new ReplayDraw(random, alerts(senders)).replays(),
                disturbances(random, round));
    }

    private List<Disturbance> disturbances(RandomGenerator random, int round) {
        List<Disturbance> disturbances = new ArrayList<>(new DisturbanceDraw(random).disturbances());
        if (cluster) {
            // From a stream of its own: the rest of the round is the same without.
            disturbances.addAll(new ClusterDraw(random(-2L * round)).disturbances());
            disturbances.sort(Comparator.comparingInt(Disturbance::acks));
        }
        return List.copyOf(disturbances);
    }

    private static int alerts(List<List<Post>> senders) {
        return senders.stream()
                .flatMap(List::stream)
                .mapToInt(post -> post.alerts().size())
                .sum();
    }

    /** The rules at the beginning of a round. Every third round has those of the one before it. */
    private RulePlan rules(int round) {
        return new RuleDraw(random(2L * (round - (round % 3 == 0 ? 1 : 0)) + 1)).plan();
    }

    private RandomGenerator random(long stream) {
        return new SplittableRandom(seed * ODD ^ stream * 0xD1B54A32D192ED03L);
    }
}
