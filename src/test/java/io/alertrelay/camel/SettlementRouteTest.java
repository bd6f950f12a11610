package io.alertrelay.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.alertrelay.delivery.Attempts.AttemptCounts;
import io.alertrelay.delivery.Deliveries;
import io.alertrelay.delivery.Settlement;
import io.alertrelay.delivery.SettlementLog;
import io.alertrelay.delivery.SettlementLog.SettlementLogException;
import io.alertrelay.kafka.TopicFaults;
import io.alertrelay.kafka.TopicNames;
import io.alertrelay.record.ReceiptWriter;
import io.alertrelay.record.RecordJson;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Properties;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.builder.AdviceWith;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.processor.aggregate.GroupedMessageAggregationStrategy;
import org.apache.camel.support.DefaultMessage;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.test.junit5.CamelContextConfiguration;
import org.apache.camel.test.junit5.CamelTestSupport;
import org.apache.camel.test.junit5.TestExecutionConfiguration;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** The order in which a settlement is written. */
class SettlementRouteTest extends CamelTestSupport {
    private final List<String> written = Collections.synchronizedList(new ArrayList<>());
    private final List<String> acknowledged = Collections.synchronizedList(new ArrayList<>());
    private boolean deadLettersFail;
    private boolean receiptsFail;
    private Optional<String> failingKey = Optional.empty();

    @Override
    public void configureTest(TestExecutionConfiguration configuration) {
        super.configureTest(configuration);
        configuration.withUseAdviceWith(true);
    }

    @Override
    public void configureContext(CamelContextConfiguration configuration) {
        super.configureContext(configuration);
        Properties properties = new Properties();
        properties.put("topic.dead-letters", "dead-letters");
        properties.put("topic.receipts", "receipts");
        configuration.withUseOverridePropertiesWithPropertiesComponent(properties);
    }

    @Override
    protected CamelContext createCamelContext() throws Exception {
        CamelContext context = super.createCamelContext();
        context.getRegistry().bind("recordJson", RecordJson.mapper());
        context.getRegistry().bind("together", new GroupedMessageAggregationStrategy());
        context.getRegistry().bind("anyDeadLetters", SettlementConsumer.anyDeadLetters());
        PluginHelper.getRoutesLoader(context)
                .loadRoutes(PluginHelper.getResourceLoader(context)
                        .resolveResource("classpath:routes/settlement.camel.yaml"));
        return context;
    }

    @Test
    void aDeadLetterIsWrittenBeforeItsReceiptEachAsJsonWithItsOwnHeaders() throws Exception {
        start();

        settle(List.of("letter"), List.of("one", "支付"));

        assertThat(written)
                .containsExactly(
                        "dead-letters[key of letter {\"text\":\"letter\"}]",
                        "receipts[key of one {\"text\":\"one\"}, key of 支付 {\"text\":\"支付\"}]");
    }

    @Test
    void aDeliveryHasAReceiptAlone() throws Exception {
        start();

        settle(List.of(), List.of("receipt"));

        assertThat(written).containsExactly("receipts[key of receipt {\"text\":\"receipt\"}]");
    }

    @Test
    void halfOfASurrogatePairKeepsNoDeadLetterFromBeingStored() throws Exception {
        start();

        Exchange done = settle(List.of("cut \ud83d"), List.of("cut \ud83d"));

        assertThat(done.getException()).isNull();
        assertThat(written)
                .containsExactly(
                        "dead-letters[key of cut \ud83d {\"text\":\"cut ?\"}]",
                        "receipts[key of cut \ud83d {\"text\":\"cut ?\"}]");
    }

    @Test
    void withoutItsDeadLetterThereIsNoReceiptAndTheOutboxIsTold() throws Exception {
        deadLettersFail = true;
        start();

        Exchange done = settle(List.of("letter"), List.of("receipt"));

        assertThat(done.getException()).hasMessage("Kafka is away");
        assertThat(written).isEmpty();
    }

    @Test
    void whileReceiptsCannotBeWrittenADeadLetterIsWrittenOnce() throws Exception {
        receiptsFail = true;
        start();
        SettlementLog log = log();
        List<Settlement> settlements = List.of(deadLettered(1), deadLettered(2));
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> log.record(settlements)).isInstanceOf(SettlementLogException.class);
        }

        receiptsFail = false;
        log.record(settlements);

        assertThat(acknowledged)
                .containsExactly("dead-letters arms-prod:k1", "dead-letters arms-prod:k2", receipt(1), receipt(2));
    }

    @Test
    void oneDeadLetterThatCannotBeWrittenDoublesNoOther() throws Exception {
        failingKey = Optional.of("arms-prod:k2");
        start();
        SettlementLog log = log();
        List<Settlement> settlements = List.of(deadLettered(1), deadLettered(2), deadLettered(3));
        assertThatThrownBy(() -> log.record(settlements)).isInstanceOf(SettlementLogException.class);

        log.record(settlements.subList(2, 3));
        log.record(settlements.subList(0, 1));
        assertThatThrownBy(() -> log.record(settlements.subList(1, 2))).isInstanceOf(SettlementLogException.class);

        assertThat(acknowledged)
                .containsExactly("dead-letters arms-prod:k1", "dead-letters arms-prod:k3", receipt(3), receipt(1));
    }

    private SettlementLog log() throws Exception {
        SettlementConsumer consumer = new SettlementConsumer(
                context.getEndpoint("direct:settlement"),
                exchange -> template.send("direct:settlement", exchange),
                new TopicNames(""),
                new TopicFaults(Clock.systemUTC()));
        return consumer.log(channel -> new ReceiptWriter("relay", OptionalInt.empty()));
    }

    private static Settlement deadLettered(int offset) {
        return new Settlement.DeadLettered(
                Deliveries.delivery(offset, Instant.EPOCH),
                new AttemptCounts(0, 0, Optional.empty()),
                Instant.EPOCH,
                Settlement.GiveUpReason.REFUSED,
                "no",
                List.of());
    }

    private static String receipt(int offset) {
        return "receipts " + Deliveries.delivery(offset, Instant.EPOCH).id();
    }

    private void start() throws Exception {
        AdviceWith.adviceWith(context, "settlement", advice -> {
            advice.replaceFromWith("direct:settlement");
            advice.weaveByToUri(".*dead-letters.*").replace().process(e -> write("dead-letters", e, deadLettersFail));
            advice.weaveByToUri(".*receipts.*").replace().process(e -> write("receipts", e, receiptsFail));
        });
        context.start();
    }

    private void write(String topic, Exchange exchange, boolean fail) {
        if (fail) {
            throw new IllegalStateException("Kafka is away");
        }
        List<?> records = exchange.getMessage().getBody(List.class);
        acknowledge(topic, records);
        exchange.getMessage()
                .setHeader(
                        KafkaConstants.KAFKA_RECORD_META,
                        List.of(new RecordMetadata(new TopicPartition(topic, 0), 0, 0, 0, 0, 0)));
        written.add(topic
                + records.stream()
                        .map(Message.class::cast)
                        .map(SettlementRouteTest::summary)
                        .toList());
    }

    /** As Camel does it: each message gets the ack of its record, without an offset if that failed. */
    private void acknowledge(String topic, List<?> records) {
        boolean failed = false;
        for (Object each : records) {
            Message record = (Message) each;
            String key = record.getHeader(KafkaConstants.KEY, String.class);
            boolean fails = topic.equals("dead-letters") && failingKey.equals(Optional.of(key));
            record.setHeader(
                    KafkaConstants.KAFKA_RECORD_META,
                    List.of(new RecordMetadata(
                            new TopicPartition(topic, 0), fails ? -1 : acknowledged.size(), 0, 0, 0, 0)));
            if (!fails) {
                acknowledged.add(topic + " " + key);
            }
            failed |= fails;
        }
        if (failed) {
            throw new IllegalStateException("one is too large");
        }
    }

    /** The value is bytes already, not one of Camel's streams, which take 16 KB each. */
    private static String summary(Message record) {
        return record.getHeader(KafkaConstants.KEY) + " "
                + new String((byte[]) record.getBody(), StandardCharsets.UTF_8);
    }

    private Exchange settle(List<String> deadLetters, List<String> receipts) {
        return template.send("direct:settlement", exchange -> {
            exchange.setProperty(
                    "deadLetters", deadLetters.stream().map(this::record).toList());
            exchange.setProperty("receipts", receipts.stream().map(this::record).toList());
        });
    }

    private Message record(String text) {
        Message record = new DefaultMessage(context);
        record.setHeader(KafkaConstants.KEY, "key of " + text);
        record.setBody(JsonNodeFactory.instance.objectNode().put("text", text));
        return record;
    }
}
