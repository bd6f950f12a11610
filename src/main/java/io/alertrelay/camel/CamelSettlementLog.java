package io.alertrelay.camel;

import io.alertrelay.delivery.Delivery;
import io.alertrelay.delivery.Settlement;
import io.alertrelay.delivery.SettlementLog;
import io.alertrelay.ledger.LedgerRecords;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.component.kafka.KafkaConstants;

/** Stores settlements through {@code routes/settlement.camel.yaml}: the dead letter first, if it is one, then the receipt. */
public final class CamelSettlementLog implements SettlementLog {
    /** The exchange's properties that hold the two records' keys and values. */
    private static final String DEAD_LETTER = "deadLetter";

    private static final String RECEIPT = "receipt";
    private static final String RECEIPT_KEY = "receiptKey";

    private final ProducerTemplate template;
    private final Endpoint route;
    private final LedgerRecords records = new LedgerRecords();

    public CamelSettlementLog(CamelContext context) {
        this.template = context.createProducerTemplate();
        this.route = context.getEndpoint("direct:settlement");
    }

    @Override
    public void record(Settlement settlement) throws SettlementLogException {
        Exchange done = template.send(route, exchange -> {
            exchange.setProperty(RECEIPT, records.receipt(settlement));
            exchange.setProperty(RECEIPT_KEY, settlement.delivery().id());
            if (settlement instanceof Settlement.DeadLettered deadLettered) {
                exchange.setProperty(DEAD_LETTER, records.deadLetter(deadLettered));
            }
            setHeaders(exchange.getMessage(), settlement.delivery());
        });
        if (done.getException() != null) {
            throw new SettlementLogException(done.getException());
        }
    }

    private static void setHeaders(Message record, Delivery delivery) {
        record.setHeader(KafkaConstants.KEY, delivery.alertKey());
        record.setHeader(RecordHeaders.RECEIPT, delivery.receipt());
        record.setHeader(RecordHeaders.INDEX, String.valueOf(delivery.index()));
        record.setHeader(RecordHeaders.INTEGRATION, delivery.integration());
        record.setHeader(RecordHeaders.CHANNEL, delivery.channel());
        record.setHeader(RecordHeaders.RECEIVED_AT, delivery.receivedAt().toString());
        record.setHeader(RecordHeaders.STATUS, delivery.status().word());
        record.setHeader(RecordHeaders.SEVERITY, delivery.severity().word());
        record.setHeader(RecordHeaders.RULES, delivery.rules());
        record.setHeader(RecordHeaders.WHY, delivery.why());
    }
}
