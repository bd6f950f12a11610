package io.alertrelay.bench;

import java.io.IOException;
import java.time.Duration;

/** What is done to a cluster, and undone again. */
enum ClusterFault {
    RELAY_KILLED("a relay: `kill -9`") {
        @Override
        void happen(LoopbackCluster cluster, int run) throws IOException, InterruptedException {
            String relay = "relay" + relay(run);
            cluster.signal(relay, "KILL");
            Pauses.hold(LASTS);
            cluster.start(relay);
            cluster.awaitReady(relay(run));
        }
    },
    RELAY_STOPPED("a relay: SIGTERM") {
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
    BROKER_KILLED("a broker: `kill -9`") {
        @Override
        void happen(LoopbackCluster cluster, int run) throws IOException, InterruptedException {
            cluster.signal(broker(run), "KILL");
            Pauses.hold(LASTS);
            cluster.start(broker(run));
        }
    },
    BROKER_FROZEN("a broker: SIGSTOP for 15 s") {
        @Override
        void happen(LoopbackCluster cluster, int run) throws IOException, InterruptedException {
            cluster.signal(broker(run), "STOP");
            Pauses.hold(LASTS);
            cluster.signal(broker(run), "CONT");
        }
    };

    private static final Duration LASTS = Duration.ofSeconds(15);
    private static final Duration BETWEEN = Duration.ofSeconds(5);

    private final String description;

    ClusterFault(String description) {
        this.description = description;
    }

    /** For the table. */
    String description() {
        return description;
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
