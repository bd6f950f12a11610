package io.alertrelay.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.config.ConfigResource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the brokers say of their own settings. Hosted clusters may list only some, or none. */
record BrokerSettings(Collection<Config> brokers) {
    private static final Logger LOG = LoggerFactory.getLogger(BrokerSettings.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final String CREATES_TOPICS = "auto.create.topics.enable";

    /** Asks all brokers; without any if they do not answer, or may not be asked. */
    static BrokerSettings of(Admin admin) throws InterruptedException {
        try {
            List<ConfigResource> brokers =
                    admin.describeCluster().nodes().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS).stream()
                            .map(Node::idString)
                            .map(id -> new ConfigResource(ConfigResource.Type.BROKER, id))
                            .toList();
            return new BrokerSettings(admin.describeConfigs(brokers)
                    .all()
                    .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                    .values());
        } catch (ExecutionException | TimeoutException e) {
            LOG.debug("the brokers don't say how they are set", e);
            return new BrokerSettings(List.of());
        }
    }

    /**
     * Whether one creates a topic as soon as a client asks for it, with settings of its own. Kafka's producers ask for
     * what they wrote to before, so a topic that is deleted would come back sooner than the relay creates it.
     */
    boolean createTopics() {
        return brokers.stream()
                .anyMatch(broker ->
                        TopicRequirements.shown(broker, CREATES_TOPICS).equals(Optional.of("true")));
    }
}
