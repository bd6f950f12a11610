package io.alertrelay.camel;

import io.alertrelay.alert.Severity;
import io.alertrelay.arms.SeverityWords;
import io.alertrelay.arms.WebhookReader;
import io.alertrelay.config.Format;
import io.alertrelay.flashduty.EventBuilder;
import io.alertrelay.flashduty.EventTemplate;
import io.alertrelay.kafka.KafkaClients;
import io.alertrelay.kafka.Lanes;
import io.alertrelay.kafka.Load;
import io.alertrelay.kafka.OffsetTracker;
import io.alertrelay.kafka.PartitionListener;
import io.alertrelay.kafka.RelayTopics;
import io.alertrelay.kafka.SettlingClients;
import io.alertrelay.kafka.TopicFaults;
import io.alertrelay.kafka.TopicNames;
import io.alertrelay.kafka.TopicSetup;
import io.alertrelay.kafka.WebhookPartitions;
import io.alertrelay.observe.Telemetry;
import io.alertrelay.pipeline.IntegrationPipeline;
import io.alertrelay.pipeline.Rerouter;
import io.alertrelay.pipeline.Router;
import io.alertrelay.record.HeaderNames;
import io.alertrelay.routing.RuleSet;
import io.alertrelay.testing.SharedBroker;
import io.alertrelay.watchdog.Job;
import io.alertrelay.watchdog.Stage;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.Processor;
import org.apache.camel.builder.AdviceWith;
import org.apache.camel.builder.AdviceWithRouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.util.function.ThrowingConsumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.StringSerializer;

/** The routing stage alone, as one relay has it, on the broker that the tests share. */
final class RoutingRig implements AutoCloseable {
    static final List<String> CHANNELS = List.of("payments", "platform", "oncall");
    static final Duration MAX_AGE = Duration.ofDays(30);
    /** Much longer than what is in flight takes. */
    private static final Duration DRAIN = Duration.ofMinutes(1);

    private final CamelContext camel = new DefaultCamelContext();
    private final KafkaClients clients = SharedBroker.clients();
    private final Lanes lanes;
    private final SettlingClients consumers;
    private final Rerouter rerouter;
    private final OffsetTracker offsets = new OffsetTracker(2_000, 1 << 30);

    /** @param rules of the integration {@code arms} */
    RoutingRig(TopicNames names, RuleSet rules, Clock clock) throws Exception {
        this(names, rules, clock, DRAIN);
    }

    /** @param drain how long it waits for what is in flight, when it stops or goes back */
    RoutingRig(TopicNames names, RuleSet rules, Clock clock, Duration drain) throws Exception {
        Properties properties = new Properties();
        properties.put("topic.webhooks", names.webhooks());
        properties.put("topic.replayed", names.replayed());
        properties.put("topic.quarantine", names.quarantine());
        properties.put("group.routing", names.routingGroup());
        properties.put("relay", "relay-of-the-test");
        camel.getPropertiesComponent().setInitialProperties(properties);
        camel.addComponent("kafka", CamelComponents.kafka(clients, Optional.empty()));
        OpenAlertsByPartition openAlerts =
                new OpenAlertsByPartition(clients, names, new WebhookPartitions(100), MAX_AGE, 500_000, () -> CHANNELS);
        IntegrationPipeline arms = new IntegrationPipeline(
                "arms",
                Optional.empty(),
                new WebhookReader("arms", SeverityWords.standard(Severity.WARNING)),
                new EventBuilder(EventTemplate.standard()),
                rules);
        Map<String, Format> formats =
                CHANNELS.stream().collect(Collectors.toMap(Function.identity(), c -> Format.STANDARD));
        Router router = new Router(Map.of("arms", arms), formats);
        rerouter = new Rerouter(Map.of("arms", arms), formats);
        lanes = clients.lanes(new Lanes.Settings(
                names.channels(),
                new RecordHeader(HeaderNames.REDONE, "true".getBytes(StandardCharsets.UTF_8)),
                new Load(1_000, 1 << 20),
                Duration.ofHours(1),
                new Load(1_000, 1 << 20)));
        lanes.start();
        Telemetry telemetry = new Telemetry(new SimpleMeterRegistry(), clock);
        RoutingSteps routing = new RoutingSteps(openAlerts, names, offsets, lanes, telemetry);
        camel.getRegistry().bind("routing", routing);
        camel.getRegistry().bind("storeEvents", (Processor) routing::events);
        RouterSteps steps = new RouterSteps(() -> router, openAlerts, lanes, routing, telemetry, clock);
        camel.addComponent("router", steps.component(Stage.unwatched(Job.ROUTER)));
        RouterSteps.predicates().forEach(camel.getRegistry()::bind);
        steps.actions().forEach(camel.getRegistry()::bind);
        camel.getRegistry().bind("storeDecisions", new StoreDecisions(lanes, routing));
        consumers = clients.settling(
                offsets,
                PartitionListener.draining(offsets, drain).andThen(openAlerts),
                Clock.systemUTC(),
                Stage.unwatched(Job.DELIVERY_POLL));
        camel.getRegistry().bind("routingClients", consumers);
        PluginHelper.getRoutesLoader(camel)
                .loadRoutes(
                        PluginHelper.getResourceLoader(camel).resolveResource("classpath:routes/routing.camel.yaml"),
                        PluginHelper.getResourceLoader(camel).resolveResource("classpath:routes/router.camel.yaml"),
                        PluginHelper.getResourceLoader(camel).resolveResource("classpath:routes/events.camel.yaml"));
    }

    /** The topics of a relay with the rig's channels. */
    static void createTopics(TopicNames names, int partitions) throws Exception {
        try (Admin admin = SharedBroker.clients().admin()) {
            new TopicSetup(admin, 1, 1).ensure(new RelayTopics(names, partitions).specs(CHANNELS));
        }
    }

    /** Changes one of its routes, before it is started. */
    RoutingRig with(String route, ThrowingConsumer<AdviceWithRouteBuilder, Exception> change) throws Exception {
        AdviceWith.adviceWith(camel, route, change);
        return this;
    }

    RoutingRig start() {
        camel.start();
        return this;
    }

    /** What asks where alerts would go, by the same configuration. */
    Rerouter rerouter() {
        return rerouter;
    }

    /** What it says of topics. */
    TopicFaults faults() {
        return clients.faults();
    }

    /** How far it is in a partition of webhooks, but for what waits for a topic at fault. */
    OptionalLong handled(TopicNames names, int partition) {
        return offsets.handled(new TopicPartition(names.webhooks(), partition));
    }

    /** How many steps it made of the next webhook. */
    int steps(TopicNames names, int partition) {
        return offsets.steps(new TopicPartition(names.webhooks(), partition));
    }

    /** How many webhooks it holds that are not settled. */
    int unsettled() {
        return offsets.unsettled();
    }

    @Override
    public void close() {
        consumers.hurry();
        camel.stop();
        lanes.close();
    }

    /** Stores bodies as the intake does. */
    static void produce(TopicNames names, int partition, List<String> bodies) {
        Properties p = new Properties();
        p.put("bootstrap.servers", SharedBroker.bootstrapServers());
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(p, new StringSerializer(), new StringSerializer())) {
            for (String body : bodies) {
                ProducerRecord<String, String> record = new ProducerRecord<>(names.webhooks(), partition, "arms", body);
                Map.of("integration", "arms", "nonce", "7k3m9qxr2ztc5vbn", "received-at", "2026-05-01T10:00:00Z")
                        .forEach((name, value) -> record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
                producer.send(record);
            }
        }
    }
}
