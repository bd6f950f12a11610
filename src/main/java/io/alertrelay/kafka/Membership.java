package io.alertrelay.kafka;

import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.consumer.RangeAssignor;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.InconsistentGroupProtocolException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How relays that share the work are members of their groups: how soon one that was killed is missed, and who decides
 * which partitions it gets. Safe for use by many threads.
 */
final class Membership {
    private static final Logger LOG = LoggerFactory.getLogger(Membership.class);
    private static final String LEAST_SESSION = "group.min.session.timeout.ms";
    /** A pause of the JVM or the machine that is longer costs a relay its partitions. */
    private static final Duration WANTED_SESSION = Duration.ofSeconds(4);
    /** What brokers allow at least, unless they are set otherwise. */
    private static final Duration ALLOWED_SESSION = Duration.ofSeconds(6);

    private static final int HEARTBEATS_A_SESSION = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration LOOK_UP = Duration.ofMillis(250);

    private volatile Duration session = ALLOWED_SESSION;
    private volatile boolean besideRange;

    /** Makes the session as short as is wanted, or as the brokers allow; if they don't say, as they usually do. */
    void fit(Admin admin) throws InterruptedException {
        try {
            List<ConfigResource> brokers =
                    admin.describeCluster().nodes().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS).stream()
                            .map(Node::idString)
                            .map(id -> new ConfigResource(ConfigResource.Type.BROKER, id))
                            .toList();
            long least =
                    admin
                            .describeConfigs(brokers)
                            .all()
                            .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                            .values()
                            .stream()
                            .mapToLong(Membership::leastSession)
                            .max()
                            .orElse(ALLOWED_SESSION.toMillis());
            session = Duration.ofMillis(Math.max(least, WANTED_SESSION.toMillis()));
        } catch (ExecutionException | TimeoutException e) {
            LOG.debug("the brokers don't say how short a session may be", e);
        }
    }

    private static long leastSession(Config broker) {
        return Long.parseLong(broker.get(LEAST_SESSION).value());
    }

    /** Adds what a consumer of a group needs. One that has a name in its group is its only member, and in no haste. */
    void applyTo(Properties consumer) {
        consumer.put(
                "partition.assignment.strategy",
                SpreadAssignor.class.getName() + (besideRange ? "," + RangeAssignor.class.getName() : ""));
        if (!consumer.containsKey("group.instance.id")) {
            consumer.put("session.timeout.ms", String.valueOf(session.toMillis()));
            consumer.put("heartbeat.interval.ms", String.valueOf(session.toMillis() / HEARTBEATS_A_SESSION));
        } else {
            // Its thread of heartbeats looks up so often.
            consumer.put("retry.backoff.ms", String.valueOf(LOOK_UP.toMillis()));
        }
    }

    /**
     * If a group refused this relay, because a relay of an earlier version is in it: from now on its consumers can do
     * as that one does. Then all partitions pause at each change, until this relay is started again.
     *
     * @param fault what a poll failed with
     */
    void yieldTo(KafkaException fault) {
        if (fault instanceof InconsistentGroupProtocolException && !besideRange) {
            besideRange = true;
            LOG.info("a relay of an earlier version is at work: sharing the partitions as it does");
        }
    }
}
