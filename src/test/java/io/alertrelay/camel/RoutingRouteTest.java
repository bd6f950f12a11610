package io.alertrelay.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.alertrelay.alert.Severity;
import io.alertrelay.arms.WebhookReader;
import io.alertrelay.config.Format;
import io.alertrelay.flashduty.EventBuilder;
import io.alertrelay.flashduty.EventTemplate;
import io.alertrelay.kafka.KafkaClients;
import io.alertrelay.kafka.OffsetTracker;
import io.alertrelay.kafka.PartitionListener;
import io.alertrelay.kafka.RelayTopics;
import io.alertrelay.kafka.TopicNames;
import io.alertrelay.kafka.TopicSetup;
import io.alertrelay.observe.Events;
import io.alertrelay.pipeline.IntegrationPipeline;
import io.alertrelay.pipeline.Router;
import io.alertrelay.routing.RuleSet;
import io.alertrelay.testing.Bodies;
import io.alertrelay.testing.SharedBroker;
import io.alertrelay.testing.Topics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.AdviceWith;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.test.junit5.CamelTestSupport;
import org.apache.camel.test.junit5.TestExecutionConfiguration;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

/** The routing route on a real broker, when events can't be stored. */
class RoutingRouteTest extends CamelTestSupport {
    private static final int WEBHOOKS = 30;

    private final TopicNames names = new TopicNames(SharedBroker.newPrefix());
    private final KafkaClients clients = SharedBroker.clients();
    private final OffsetTracker offsets = new OffsetTracker(1_000, 1 << 30);

    @Override
    public void configureTest(TestExecutionConfiguration configuration) {
        super.configureTest(configuration);
        configuration.withUseAdviceWith(true);
    }

    @Override
    protected CamelContext createCamelContext() throws Exception {
        try (Admin admin = clients.admin()) {
            new TopicSetup(admin, 1, 1).ensure(new RelayTopics(names, 1).specs(List.of("payments")));
        }
        CamelContext context = super.createCamelContext();
        Properties properties = new Properties();
        properties.put("topic.webhooks", names.webhooks());
        properties.put("topic.channels", names.prefix() + "channel");
        properties.put("group.routing", names.routingGroup());
        properties.put("routing.queue", "1000");
        context.getPropertiesComponent().setInitialProperties(properties);
        context.addComponent("kafka", CamelComponents.kafka(clients, Optional.empty()));
        Clock clock = Clock.systemUTC();
        context.getRegistry()
                .bind(
                        "routingClients",
                        clients.settling(offsets, PartitionListener.draining(offsets, Duration.ofSeconds(5)), clock));
        IntegrationPipeline arms = new IntegrationPipeline(
                "arms",
                Optional.empty(),
                new WebhookReader("arms", Severity.WARNING),
                new EventBuilder(EventTemplate.standard()),
                RuleSet.dedicated("payments"));
        context.getRegistry()
                .bind(
                        "routing",
                        new RoutingSteps(
                                new Router(Map.of("arms", arms), Map.of("payments", Format.STANDARD)),
                                names,
                                offsets,
                                new Events(new SimpleMeterRegistry(), clock)));
        PluginHelper.getRoutesLoader(context)
                .loadRoutes(
                        PluginHelper.getResourceLoader(context).resolveResource("classpath:routes/routing.camel.yaml"));
        return context;
    }

    @Test
    void aWebhookWhoseEventsCannotBeStoredIsReadAgainAndNotOvertaken() throws Exception {
        produceWebhooks();
        AtomicInteger failures = new AtomicInteger();
        AdviceWith.adviceWith(
                context,
                "routing",
                advice -> advice.weaveByToUri("kafka:.*").before().process(exchange -> {
                    String first =
                            exchange.getMessage().getBody(List.class).get(0).toString();
                    if (exchange.getProperty("receipt", String.class).startsWith("w0-7-")
                            && failures.getAndIncrement() < 2) {
                        throw new IllegalStateException("not stored: " + first.length());
                    }
                }));

        context.start();

        Topics topics = new Topics(SharedBroker.bootstrapServers());
        await().atMost(Duration.ofMinutes(1))
                .until(() -> topics.read(names.channel("payments")).size() >= WEBHOOKS);
        await().until(() -> offsets.unsettled() == 0);
        assertThat(failures).hasValueGreaterThanOrEqualTo(3);
        assertThat(topics.read(names.channel("payments")))
                .extracting(
                        record -> Topics.header(record, "receipt").orElseThrow().split("-")[1])
                .containsExactlyElementsOf(
                        IntStream.range(0, WEBHOOKS).mapToObj(String::valueOf).toList());
    }

    private void produceWebhooks() {
        Properties p = new Properties();
        p.put("bootstrap.servers", SharedBroker.bootstrapServers());
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(p, new StringSerializer(), new StringSerializer())) {
            for (int i = 0; i < WEBHOOKS; i++) {
                ProducerRecord<String, String> record =
                        new ProducerRecord<>(names.webhooks(), "arms", Bodies.firing("a" + i, "info", "x"));
                for (String[] header : new String[][] {
                    {"integration", "arms"}, {"nonce", "7k3m9qxr2ztc5vbn"}, {"received-at", "2026-11-22T00:00:00Z"}
                }) {
                    record.headers().add(new RecordHeader(header[0], header[1].getBytes(StandardCharsets.UTF_8)));
                }
                producer.send(record);
            }
        }
    }
}
