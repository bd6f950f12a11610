package io.alertrelay.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** What is done to a cluster, and undone again. */
enum ClusterFault {
    RELAY_KILLED("a relay: `kill -9`", Duration.ofSeconds(6)) {
        @Override
        void happen(LoopbackCluster cluster, int run) throws IOException, InterruptedException {
            String relay = "relay" + relay(run);
            cluster.signal(relay, "KILL");
            Pauses.hold(LASTS);
            cluster.start(relay);
            cluster.awaitReady(relay(run));
        }
    },
    RELAY_STOPPED("a relay: SIGTERM", Duration.ofSeconds(3)) {
        @Override
        void happen(LoopbackCluster cluster, int run) throws IOException, InterruptedException {
            String relay = "relay" + relay(run);
            cluster.signal(relay, "TERM");
            cluster.awaitEnd(relay);
            Pauses.hold(LASTS);
            cluster.start(relay);
            cluster.awaitReady(relay(run));
        }
    },
    RELAYS_ROLLED("both relays restarted, one after the other") {
        @Override
        void happen(LoopbackCluster cluster, int run) throws IOException, InterruptedException {
            for (int n = 1; n <= LoopbackCluster.RELAYS; n++) {
                cluster.signal("relay" + n, "TERM");
                cluster.awaitEnd("relay" + n);
                cluster.start("relay" + n);
                cluster.awaitReady(n);
                Pauses.hold(BETWEEN);
            }
        }
    },
    RELAY_JOINED("a third relay joins, and leaves by SIGTERM") {
        @Override
        void happen(LoopbackCluster cluster, int run) throws IOException, InterruptedException {
            cluster.start("relay3");
            cluster.awaitReady(LoopbackCluster.RELAYS + 1);
            Pauses.hold(LASTS);
            cluster.signal("relay3", "TERM");
            cluster.awaitEnd("relay3");
        }
    },
    RELAY_FROZEN("a relay: SIGSTOP for 10 s") {
        @Override
        void happen(LoopbackCluster cluster, int run) throws IOException, InterruptedException {
            cluster.signal("relay" + relay(run), "STOP");
            Pauses.hold(LASTS);
            cluster.signal("relay" + relay(run), "CONT");
            cluster.awaitReady(relay(run));
        }
    },
    RELAY_CUT_OFF("a relay is cut off from the brokers for 10 s") {
        @Override
        void happen(LoopbackCluster cluster, int run) throws InterruptedException {
            cluster.cut(true);
            Pauses.hold(LASTS);
            cluster.cut(false);
            cluster.awaitReady(2);
        }
    },
    BROKER_KILLED("a broker: `kill -9`", Duration.ofSeconds(3)) {
        @Override
        void happen(LoopbackCluster cluster, int run) throws IOException, InterruptedException {
            cluster.signal(broker(run), "KILL");
            Pauses.hold(LASTS);
            cluster.start(broker(run));
        }
    },
    BROKER_FROZEN("a broker: SIGSTOP for 10 s") {
        @Override
        void happen(LoopbackCluster cluster, int run) throws IOException, InterruptedException {
            cluster.signal(broker(run), "STOP");
            Pauses.hold(LASTS);
            cluster.signal(broker(run), "CONT");
        }
    },
    BROKERS_DOWN("two brokers: `kill -9`, both back after 10 s") {
        @Override
        void happen(LoopbackCluster cluster, int run) throws IOException, InterruptedException {
            cluster.signal(broker(run), "KILL");
            cluster.signal(broker(run + 1), "KILL");
            Pauses.hold(LASTS);
            cluster.start(broker(run));
            cluster.start(broker(run + 1));
        }
    };

    private static final Duration LASTS = Duration.ofSeconds(10);
    private static final Duration BETWEEN = Duration.ofSeconds(3);

    private final String description;
    private final Optional<Duration> wanted;

    ClusterFault(String description) {
        this.description = description;
        this.wanted = Optional.empty();
    }

    /** @param wanted below which delivery is to stand still */
    ClusterFault(String description, Duration wanted) {
        this.description = description;
        this.wanted = Optional.of(wanted);
    }

    /** For the table. */
    String description() {
        return description;
    }

    /** Below which delivery is to stand still, if that is said. */
    Optional<Duration> wanted() {
        return wanted;
    }

    /**
     * Does it, and returns when what was ended is started again.
     *
     * @param run its number, from 0; each takes another process
     */
    abstract void happen(LoopbackCluster cluster, int run) throws IOException, InterruptedException;

    private static int relay(int run) {
        return run % LoopbackCluster.RELAYS + 1;
    }

    private static String broker(int run) {
        return "broker" + (run % LoopbackCluster.BROKERS + 1);
    }
}
