package io.alertrelay.camel;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alertrelay.delivery.Delivery;
import io.alertrelay.delivery.Settlement;
import io.alertrelay.delivery.Settlement.DeadLettered;
import io.alertrelay.delivery.SettlementLog;
import io.alertrelay.delivery.SettlementLog.SettlementLogException;
import io.alertrelay.kafka.RecordFault;
import io.alertrelay.kafka.TopicFault;
import io.alertrelay.kafka.TopicFaults;
import io.alertrelay.kafka.TopicNames;
import io.alertrelay.ledger.LedgerRecords;
import io.alertrelay.ledger.ReceiptWriter;
import java.util.List;
import java.util.function.Function;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.support.DefaultMessage;
import org.apache.kafka.clients.producer.RecordMetadata;

/** Hands out what is to be recorded to {@code routes/settlement.camel.yaml}: the dead letters, and all receipts. */
final class SettlementConsumer extends HandOut {
    /** The exchange's properties that hold the records. */
    private static final String DEAD_LETTERS = "deadLetters";

    private static final String RECEIPTS = "receipts";

    private final TopicNames topics;
    private final TopicFaults faults;
    private final LedgerRecords records = new LedgerRecords();

    /** @param faults told of topics that can't be written */
    SettlementConsumer(Endpoint endpoint, Processor route, TopicNames topics, TopicFaults faults) {
        super(endpoint, route);
        this.topics = topics;
        this.faults = faults;
    }

    /**
     * Where settlements are stored.
     *
     * @param writer who records what is settled of a channel; asked when it is
     */
    SettlementLog log(Function<String, ReceiptWriter> writer) {
        return settlements -> record(settlements, writer);
    }

    private long record(List<Settlement> settlements, Function<String, ReceiptWriter> writer)
            throws SettlementLogException {
        List<Message> deadLetters = settlements.stream()
                .filter(DeadLettered.class::isInstance)
                .map(settlement -> deadLetter((DeadLettered) settlement))
                .toList();
        List<Message> receipts = settlements.stream()
                .map(settlement ->
                        receipt(settlement, writer.apply(settlement.delivery().channel())))
                .toList();
        Exchange done = hand(exchange -> {
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

    private Message receipt(Settlement settlement, ReceiptWriter writer) {
        return record(settlement.delivery().id(), records.receipt(settlement, writer), settlement.delivery());
    }

    private Message record(String key, ObjectNode value, Delivery delivery) {
        Message record = new DefaultMessage(getEndpoint().getCamelContext());
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
