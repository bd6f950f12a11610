package io.alertrelay.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks every few minutes what a start checks: somebody may change a topic's settings while the relay runs, and Kafka
 * then deletes what waits in it, for example. The relay goes on with such a topic, and reports it. For one thread.
 */
final class SettingsCheck {
    private static final Logger LOG = LoggerFactory.getLogger(SettingsCheck.class);
    private static final Duration EVERY = Duration.ofMinutes(2);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Admin admin;
    private final TopicRequirements requirements;
    private final TopicFaults faults;
    private final LongSupplier nanos;
    private long next;

    /**
     * @param faults is notified of settings that are not as needed
     * @param nanos of a monotonic clock
     */
    SettingsCheck(Admin admin, TopicRequirements requirements, TopicFaults faults, LongSupplier nanos) {
        this.admin = admin;
        this.requirements = requirements;
        this.faults = faults;
        this.nanos = nanos;
        this.next = nanos.getAsLong();
    }

    /** Lets the next look be at all of them: one was recreated, perhaps by somebody else. */
    void dueNow() {
        next = nanos.getAsLong();
    }

    /**
     * Checks the topics if it is time to; those at fault at each call, so that a fault ends when it is fixed.
     *
     * @throws TimeoutException if Kafka does not answer
     */
    void look(Map<TopicSpec, TopicDescription> topics) throws InterruptedException, TimeoutException {
        boolean due = nanos.getAsLong() - next >= 0;
        if (due) {
            next = nanos.getAsLong() + EVERY.toNanos();
        }
        Set<String> faulty = faulty();
        Map<TopicSpec, ConfigResource> resources = new HashMap<>();
        topics.keySet().stream()
                .filter(spec -> due || faulty.contains(spec.name()))
                .forEach(spec -> resources.put(spec, new ConfigResource(ConfigResource.Type.TOPIC, spec.name())));
        if (resources.isEmpty()) {
            return;
        }
        Map<ConfigResource, KafkaFuture<Config>> configs =
                admin.describeConfigs(resources.values()).values();
        for (Map.Entry<TopicSpec, ConfigResource> resource : resources.entrySet()) {
            TopicSpec spec = resource.getKey();
            try {
                Config config = Objects.requireNonNull(configs.get(resource.getValue()))
                        .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
                report(spec, requirements.mistakes(spec, Objects.requireNonNull(topics.get(spec)), config));
            } catch (ExecutionException e) {
                if (e.getCause() instanceof RetriableException) {
                    // The broker that answered may not know a topic that was just recreated.
                    dueNow();
                }
                LOG.debug("settings of {} not looked at, tried again: {}", spec.name(), e.toString());
            }
        }
    }

    private Set<String> faulty() {
        return faults.all().stream()
                .filter(fault -> fault.kind() == TopicFault.Kind.SETTINGS)
                .map(TopicFault::topic)
                .collect(Collectors.toSet());
    }

    private void report(TopicSpec spec, List<TopicMistake> found) {
        if (found.isEmpty()) {
            faults.clear(spec.name(), TopicFault.Kind.SETTINGS);
        } else {
            faults.report(
                    spec.name(),
                    TopicFault.Kind.SETTINGS,
                    "its settings were changed, and a relay that starts refuses it: "
                            + found.stream().map(TopicMistake::text).collect(Collectors.joining("; ")));
        }
    }
}
