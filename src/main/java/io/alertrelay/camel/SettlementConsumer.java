package io.alertrelay.camel;

import io.alertrelay.delivery.Settlement;
import io.alertrelay.delivery.Settlement.DeadLettered;
import io.alertrelay.delivery.SettlementLog;
import io.alertrelay.delivery.SettlementLog.SettlementLogException;
import io.alertrelay.kafka.RecordFault;
import io.alertrelay.kafka.TopicFault;
import io.alertrelay.kafka.TopicFaults;
import io.alertrelay.kafka.TopicNames;
import io.alertrelay.record.DeadLetterValue;
import io.alertrelay.record.EndedDelivery;
import io.alertrelay.record.ReceiptWriter;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Predicate;
import org.apache.camel.Processor;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.kafka.clients.producer.RecordMetadata;

/** Hands out what is to be recorded to {@code routes/settlement.camel.yaml}: the dead letters, and all receipts. */
final class SettlementConsumer extends HandOutConsumer {
    /** The exchange's properties that hold the records. */
    private static final String DEAD_LETTERS = "deadLetters";

    private static final String RECEIPTS = "receipts";
    /** The property with the same dead letters, each with the ack of its record. */
    private static final String SENT_DEAD_LETTERS = "sentDeadLetters";

    private final TopicNames topics;
    private final TopicFaults faults;
    /**
     * Those whose dead letter is written, but not their receipt: only that is handed out when they are tried again.
     * Weak: one is forgotten as soon as nobody will try it again.
     */
    private final Set<Settlement> withDeadLetter =
            Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

    /** @param faults notified of topics that can't be written */
    SettlementConsumer(Endpoint endpoint, Processor route, TopicNames topics, TopicFaults faults) {
        super(endpoint, route);
        this.topics = topics;
        this.faults = faults;
    }

    /** Whether the exchange has dead letters: the predicate of the route. */
    static Predicate anyDeadLetters() {
        return exchange ->
                !FromExchange.property(exchange, DEAD_LETTERS, List.class).isEmpty();
    }

    /**
     * Where settlements are stored.
     *
     * @param writer the relay as the author of a channel's receipts; asked each time
     */
    SettlementLog log(Function<String, ReceiptWriter> writer) {
        return settlements -> record(settlements, writer);
    }

    private long record(List<Settlement> settlements, Function<String, ReceiptWriter> writer)
            throws SettlementLogException {
        List<DeadLettered> given = settlements.stream()
                .filter(DeadLettered.class::isInstance)
                .map(DeadLettered.class::cast)
                .filter(settlement -> !withDeadLetter.contains(settlement))
                .toList();
        List<Message> deadLetters = given.stream().map(this::deadLetter).toList();
        List<Message> receipts = settlements.stream()
                .map(settlement ->
                        receipt(settlement, writer.apply(settlement.delivery().channel())))
                .toList();
        Exchange done = hand(exchange -> {
            exchange.setProperty(DEAD_LETTERS, deadLetters);
            exchange.setProperty(RECEIPTS, receipts);
        });
        List<DeadLettered> written = written(given, done);
        if (!given.isEmpty() && written.size() == given.size()) {
            faults.clear(topics.deadLetters(), TopicFault.Kind.WRITE);
        }
        if (done.getException() != null) {
            withDeadLetter.addAll(written);
            faults.report(
                    FromExchange.storesIn(done).orElse(topics.receipts()),
                    TopicFault.Kind.WRITE,
                    "deliveries that end in it are not recorded, they wait and are tried again: "
                            + RecordFault.describe(done.getException()));
            throw new SettlementLogException(done.getException());
        }
        faults.clear(topics.receipts(), TopicFault.Kind.WRITE);
        List<?> acks = FromExchange.header(done.getMessage(), KafkaConstants.KAFKA_RECORD_META, List.class);
        return acks.stream()
                        .mapToLong(ack -> ((RecordMetadata) ack).offset())
                        .max()
                        .orElseThrow()
                + 1;
    }

    /** Those whose dead letter Kafka has acknowledged. */
    private static List<DeadLettered> written(List<DeadLettered> given, Exchange done) {
        List<?> sent = Optional.ofNullable(done.getProperty(SENT_DEAD_LETTERS, List.class))
                .orElse(List.of());
        return IntStream.range(0, Math.min(given.size(), sent.size()))
                .filter(i -> sent.get(i) instanceof Message message && isWritten(message))
                .mapToObj(given::get)
                .toList();
    }

    /** A record that failed has an ack without an offset, or none. */
    private static boolean isWritten(Message sent) {
        return sent.getHeader(KafkaConstants.KAFKA_RECORD_META) instanceof List<?> acks
                && !acks.isEmpty()
                && acks.stream().allMatch(ack -> ack instanceof RecordMetadata meta && meta.hasOffset());
    }

    private Message deadLetter(DeadLettered settlement) {
        return record(
                settlement,
                settlement.delivery().alertKey(),
                new DeadLetterValue(
                        settlement.ending(),
                        settlement.reason().word(),
                        settlement.cause(),
                        new String(settlement.delivery().event(), StandardCharsets.UTF_8),
                        settlement.history().stream()
                                .map(attempt -> new DeadLetterValue.RecordedAttempt(attempt.at(), attempt.answer()))
                                .toList()));
    }

    private Message receipt(Settlement settlement, ReceiptWriter writer) {
        return record(settlement, settlement.delivery().id(), settlement.receipt(writer));
    }

    private Message record(Settlement settlement, String key, Object value) {
        return OutgoingMessage.of(getEndpoint(), EndedDelivery.headers(settlement.delivery(), key), value);
    }
}
