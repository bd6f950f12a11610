package io.alertrelay.camel;

import io.alertrelay.delivery.Delivery;
import io.alertrelay.delivery.Settlement;
import io.alertrelay.delivery.Settlement.DeadLettered;
import io.alertrelay.delivery.SettlementLog;
import io.alertrelay.kafka.RecordFault;
import io.alertrelay.kafka.TopicFault;
import io.alertrelay.kafka.TopicFaults;
import io.alertrelay.kafka.TopicNames;
import io.alertrelay.ledger.LedgerRecords;
import io.alertrelay.ledger.ReceiptWriter;
import java.util.List;
import java.util.function.Function;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.support.DefaultMessage;
import org.apache.kafka.clients.producer.RecordMetadata;

/** Stores settlements through {@code routes/settlement.camel.yaml}: the dead letters first, then the receipts. */
public final class CamelSettlementLog implements SettlementLog {
    /** The exchange's properties that hold the records. */
    private static final String DEAD_LETTERS = "deadLetters";

    private static final String RECEIPTS = "receipts";

    private final CamelContext context;
    private final TopicNames topics;
    private final TopicFaults faults;
    private final Function<String, ReceiptWriter> writer;
    private final ProducerTemplate template;
    private final Endpoint route;
    private final LedgerRecords records = new LedgerRecords();

    /**
     * Where settlements are stored.
     *
     * @param faults told of topics that can't be written
     * @param writer who records what is settled of a channel; asked when it is
     */
    public CamelSettlementLog(
            CamelContext context, TopicNames topics, TopicFaults faults, Function<String, ReceiptWriter> writer) {
        this.context = context;
        this.topics = topics;
        this.faults = faults;
        this.writer = writer;
        this.template = context.createProducerTemplate();
        this.route = context.getEndpoint("direct:settlement");
    }

    @Override
    public long record(List<Settlement> settlements) throws SettlementLogException {
        List<Message> deadLetters = settlements.stream()
                .filter(DeadLettered.class::isInstance)
                .map(settlement -> deadLetter((DeadLettered) settlement))
                .toList();
        List<Message> receipts = settlements.stream().map(this::receipt).toList();
        Exchange done = template.send(route, exchange -> {
            exchange.setProperty(DEAD_LETTERS, deadLetters);
            exchange.setProperty(RECEIPTS, receipts);
        });
        if (done.getException() != null) {
            String endpoint = done.getProperty(Exchange.TO_ENDPOINT, "", String.class);
            String topic = endpoint.contains(topics.deadLetters()) ? topics.deadLetters() : topics.receipts();
            faults.report(
                    topic,
                    -1,
                    TopicFault.What.WRITE,
                    "deliveries that end in it are not recorded, they wait and are tried again: "
                            + RecordFault.describe(done.getException()));
            throw new SettlementLogException(done.getException());
        }
        faults.clear(topics.receipts(), -1, TopicFault.What.WRITE);
        if (!deadLetters.isEmpty()) {
            faults.clear(topics.deadLetters(), -1, TopicFault.What.WRITE);
        }
        List<?> acks = done.getMessage().getHeader(KafkaConstants.KAFKA_RECORD_META, List.class);
        return acks.stream()
                        .mapToLong(ack -> ((RecordMetadata) ack).offset())
                        .max()
                        .orElseThrow()
                + 1;
    }

    private Message deadLetter(DeadLettered settlement) {
        return record(settlement.delivery().alertKey(), records.deadLetter(settlement), settlement.delivery());
    }

    private Message receipt(Settlement settlement) {
        Delivery delivery = settlement.delivery();
        return record(delivery.id(), records.receipt(settlement, writer.apply(delivery.channel())), delivery);
    }

    private Message record(String key, byte[] value, Delivery delivery) {
        Message record = new DefaultMessage(context);
        record.setBody(value);
        record.setHeader(KafkaConstants.KEY, key);
        record.setHeader(RecordHeaders.RECEIPT, delivery.receipt());
        record.setHeader(RecordHeaders.INDEX, String.valueOf(delivery.index()));
        record.setHeader(RecordHeaders.INTEGRATION, delivery.integration());
        record.setHeader(RecordHeaders.CHANNEL, delivery.channel());
        record.setHeader(RecordHeaders.RECEIVED_AT, delivery.receivedAt().toString());
        record.setHeader(RecordHeaders.STATUS, delivery.status().word());
        record.setHeader(RecordHeaders.SEVERITY, delivery.severity().word());
        record.setHeader(RecordHeaders.RULES, delivery.rules());
        record.setHeader(RecordHeaders.WHY, delivery.why());
        record.setHeader(RecordHeaders.POSITION, delivery.partition() + ":" + delivery.offset());
        delivery.trace().ifPresent(trace -> record.setHeader(RecordHeaders.TRACE, trace.text()));
        delivery.replay().ifPresent(replay -> record.setHeader(RecordHeaders.REPLAY, replay));
        return record;
    }
}
