package io.alertrelay.bench;

import io.alertrelay.testing.Bodies;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * What one stretch of even load showed.
 *
 * @param millis from when each post was due until it arrived, of each healthy channel, in ascending order; infinite if
 *     it did not
 * @param missing how many did not
 * @param cpu of the contender
 * @param behind from when the last post was due until all had arrived
 */
record FlowRun(double[] millis, int missing, Duration cpu, Duration behind) {
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    /** Posts at that rate, and returns when all has arrived at all channels that are well, or does not. */
    static FlowRun of(FlowContender process, FlowSink sink, FlowLoad load, int rate, int posts, int healthy) {
        return of(List.of(process), sink, load, rate, posts, healthy);
    }

    /** Posts to several processes in turn. */
    static FlowRun of(List<FlowContender> processes, FlowSink sink, FlowLoad load, int rate, int posts, int healthy) {
        sink.expect(posts);
        Duration before = cpu(processes);
        String run = Long.toString(System.nanoTime(), Character.MAX_RADIX);
        FlowLoad.Posted posted = load.post(processes, rate, posts, i -> FlowSink.MARK + i + "-" + run);
        long end = System.nanoTime() + PATIENCE.toNanos();
        int wanted = (posts - posted.refused()) * healthy;
        while (sink.count() < wanted && System.nanoTime() < end) {
            LockSupport.parkNanos(1_000_000);
        }
        Duration behind = Duration.ofNanos(System.nanoTime() - posted.due()[posts - 1]);
        double[] millis = new double[posts * healthy];
        int missing = 0;
        for (int i = 0; i < millis.length; i++) {
            long arrival = sink.arrival(i % healthy, i / healthy);
            missing += arrival == 0 ? 1 : 0;
            millis[i] = arrival == 0 ? Double.POSITIVE_INFINITY : (arrival - posted.due()[i / healthy]) / 1e6;
        }
        Arrays.sort(millis);
        return new FlowRun(millis, missing, cpu(processes).minus(before), behind);
    }

    private static Duration cpu(List<FlowContender> processes) {
        return processes.stream().map(FlowContender::cpu).reduce(Duration.ZERO, Duration::plus);
    }

    double p50() {
        return millis[millis.length / 2];
    }

    double p99() {
        return millis[(int) (millis.length * 0.99)];
    }

    /** For one arrival, in milliseconds. */
    double cpuEach() {
        return cpu.toNanos() / 1e6 / millis.length;
    }

    /** The alert of that name, as ARMS posts it. */
    static String arms(String name) {
        return Bodies.firing(name, "warning", "payments");
    }
}
