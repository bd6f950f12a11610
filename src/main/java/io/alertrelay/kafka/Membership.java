package io.alertrelay.kafka;

import java.time.Duration;
import java.util.Properties;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.RangeAssignor;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InconsistentGroupProtocolException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The group membership of relays that share the work: after which time a killed relay is detected, and by which
 * assignor partitions are assigned. Thread-safe.
 */
final class Membership {
    private static final Logger LOG = LoggerFactory.getLogger(Membership.class);
    private static final String LEAST_SESSION = "group.min.session.timeout.ms";
    /** A longer pause of the JVM or the machine costs a relay its partitions. */
    private static final Duration WANTED_SESSION = Duration.ofSeconds(4);
    /** The shortest session that brokers allow by default. */
    private static final Duration ALLOWED_SESSION = Duration.ofSeconds(6);

    private static final int HEARTBEATS_A_SESSION = 4;
    /** The interval at which the heartbeat thread of a static member wakes up. */
    static final Duration LOOK_UP = Duration.ofMillis(500);
    /**
     * No other member waits for the end of a static member's session; who discards what a removed channel left does.
     */
    private static final Duration STATIC_SESSION = Duration.ofSeconds(30);
    /** Each heartbeat wakes its consumer and the broker, and a relay of a hundred channels has a hundred of them. */
    private static final Duration STATIC_HEARTBEAT = STATIC_SESSION.dividedBy(3);

    private volatile Duration session = ALLOWED_SESSION;
    private volatile boolean besideRange;

    /**
     * Makes the session as short as wanted, or as short as the brokers allow; if they do not tell, as short as they
     * allow by default.
     */
    void fit(BrokerSettings cluster) {
        cluster.brokers().stream()
                .mapToLong(Membership::leastSession)
                .max()
                .ifPresent(least -> session = Duration.ofMillis(Math.max(least, WANTED_SESSION.toMillis())));
    }

    /** Hosted clusters may list only some of their settings. */
    static long leastSession(Config broker) {
        return TopicRequirements.shown(broker, LEAST_SESSION)
                .map(Long::parseLong)
                .orElse(ALLOWED_SESSION.toMillis());
    }

    /**
     * Adds the settings of a consumer in a group. A static member is the only member of its group: its session is long,
     * and its heartbeats are few.
     */
    void applyTo(Properties consumer) {
        consumer.put(
                ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
                SpreadAssignor.class.getName() + (besideRange ? "," + RangeAssignor.class.getName() : ""));
        if (!isStatic(consumer)) {
            consumer.put(CommonClientConfigs.SESSION_TIMEOUT_MS_CONFIG, String.valueOf(session.toMillis()));
            consumer.put(
                    CommonClientConfigs.HEARTBEAT_INTERVAL_MS_CONFIG,
                    String.valueOf(session.toMillis() / HEARTBEATS_A_SESSION));
        } else {
            consumer.put(CommonClientConfigs.SESSION_TIMEOUT_MS_CONFIG, String.valueOf(STATIC_SESSION.toMillis()));
            consumer.put(CommonClientConfigs.HEARTBEAT_INTERVAL_MS_CONFIG, String.valueOf(STATIC_HEARTBEAT.toMillis()));
            consumer.put(CommonClientConfigs.RETRY_BACKOFF_MS_CONFIG, String.valueOf(LOOK_UP.toMillis()));
        }
    }

    /** Whether a consumer with these settings is a static member, and so the only one of its group. */
    static boolean isStatic(Properties consumer) {
        return consumer.containsKey(CommonClientConfigs.GROUP_INSTANCE_ID_CONFIG);
    }

    /**
     * If the group refused this relay because a relay of an earlier version is in it, its consumers also offer that
     * version's assignor from now on. Then all partitions pause at each rebalance until this relay is restarted.
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
