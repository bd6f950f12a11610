package io.alertrelay.bench;

import io.alertrelay.bench.SteadyTraffic.Post;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;

/** One fault, and for how long something stood still around it. */
final class StandstillRun {
    private static final Duration WARM_UP = Duration.ofSeconds(15);
    private static final Duration AROUND = Duration.ofSeconds(3);
    private static final Duration GOES_ON = Duration.ofMinutes(2);
    private static final Duration LOOK_EVERY = Duration.ofMillis(500);
    /** Longer than a post may take, so that its end is known. */
    private static final Duration AFTER = Duration.ofSeconds(8);

    private final LoopbackCluster cluster;
    private final SteadyTraffic traffic;
    private final List<String> integrations;
    private final SandboxArrivals arrivals;

    /**
     * How long each stood still, of the integration that waited longest.
     *
     * @param acceptingMillis between two posts that were accepted, beyond what is between any two
     * @param notAccepted posts of all integrations that were not
     * @param deliveringMillis likewise between two arrivals
     * @param warnings lines of the relays' logs
     */
    record Interruption(long acceptingMillis, long notAccepted, long deliveringMillis, long warnings) {}

    StandstillRun(LoopbackCluster cluster, SteadyTraffic traffic, List<String> integrations) {
        this.cluster = cluster;
        this.traffic = traffic;
        this.integrations = integrations;
        this.arrivals = new SandboxArrivals(cluster.sandboxPort());
    }

    /** A JVM that just started is busy compiling. */
    void warmUp() throws InterruptedException {
        Pauses.hold(WARM_UP);
    }

    Interruption measure(ClusterFault fault, int run) throws IOException, InterruptedException {
        cluster.awaitInSync();
        Pauses.hold(AROUND);
        forget();
        long warned = warnings();
        Pauses.hold(AROUND);
        fault.happen(cluster, run);
        cluster.awaitInSync();
        long over = System.currentTimeMillis();
        List<Post> posts = new ArrayList<>();
        Map<String, List<Long>> arrived = new HashMap<>();
        Awaitility.await("everything goes on again after " + fault)
                .atMost(GOES_ON)
                .pollInterval(LOOK_EVERY)
                .until(() -> {
                    take(posts, arrived);
                    return goesOn(posts, arrived, over);
                });
        Pauses.hold(AFTER);
        take(posts, arrived);
        long delivering = arrived.values().stream()
                .mapToLong(StandstillRun::longest)
                .max()
                .orElseThrow();
        return new Interruption(
                integrations.stream()
                        .mapToLong(integration -> longest(posts.stream()
                                .filter(Post::accepted)
                                .filter(post -> post.integration().equals(integration))
                                .map(Post::at)
                                .toList()))
                        .max()
                        .orElseThrow(),
                posts.stream().filter(post -> !post.accepted()).count(),
                delivering,
                warnings() - warned);
    }

    private void take(List<Post> posts, Map<String, List<Long>> arrived) throws IOException, InterruptedException {
        posts.addAll(traffic.taken());
        for (String integration : integrations) {
            arrived.computeIfAbsent(integration, i -> new ArrayList<>()).addAll(arrivals.taken(integration));
        }
    }

    private boolean goesOn(List<Post> posts, Map<String, List<Long>> arrived, long since) {
        return integrations.stream()
                .allMatch(integration -> arrived.get(integration).stream().anyMatch(at -> at > since)
                        && posts.stream()
                                .anyMatch(post -> post.accepted()
                                        && post.integration().equals(integration)
                                        && post.at() > since));
    }

    private void forget() throws IOException, InterruptedException {
        traffic.taken();
        for (String integration : integrations) {
            arrivals.taken(integration);
        }
    }

    private long warnings() throws IOException {
        return cluster.logged("WARN") + cluster.logged("ERROR");
    }

    /** Between two of them, beyond what is between any two. */
    private static long longest(List<Long> times) {
        List<Long> sorted = times.stream().sorted(Comparator.naturalOrder()).toList();
        long longest = 0;
        for (int i = 1; i < sorted.size(); i++) {
            longest = Math.max(longest, sorted.get(i) - sorted.get(i - 1) - SteadyTraffic.EVERY.toMillis());
        }
        return longest;
    }
}
