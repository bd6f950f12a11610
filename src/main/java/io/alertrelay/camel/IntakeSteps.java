package io.alertrelay.camel;

import io.alertrelay.alert.TraceParent;
import io.alertrelay.intake.IntakeReply;
import io.alertrelay.intake.Submission;
import io.alertrelay.observe.Telemetry;
import io.alertrelay.pipeline.Inspection;
import io.alertrelay.pipeline.Inspector;
import io.alertrelay.record.ReceiptId;
import io.alertrelay.record.ReceiptId.Topic;
import io.alertrelay.record.WebhookRecord;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import org.apache.camel.Exchange;
import org.apache.camel.Predicate;
import org.apache.camel.Processor;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.kafka.clients.producer.RecordMetadata;

/**
 * The steps of {@code routes/intake.camel.yaml}. The body goes in as a {@link Submission} and comes out as an {@link
 * IntakeReply}.
 */
public final class IntakeSteps {
    private static final String SUBMISSION = "submission";
    /** The property with the result of {@link #inspection}; set before the route begins if it was made ahead. */
    static final String INSPECTION = "inspection";

    private final Supplier<Inspector> inspector;
    private final ToIntFunction<String> partition;
    private final Telemetry telemetry;

    /**
     * @param inspector asked once for each webhook
     * @param partition that the integration has, by its name
     */
    public IntakeSteps(Supplier<Inspector> inspector, ToIntFunction<String> partition, Telemetry telemetry) {
        this.inspector = inspector;
        this.partition = partition;
        this.telemetry = telemetry;
    }

    /** The predicates of the route, by name. */
    static Map<String, Predicate> predicates() {
        return Map.of(
                "readableBody", is(Inspection.Readable.class),
                "unreadableBody", is(Inspection.Unreadable.class),
                "testButton", is(Inspection.ConsoleTest.class));
    }

    private static Predicate is(Class<? extends Inspection> verdict) {
        return exchange -> verdict.isInstance(exchange.getProperty(INSPECTION));
    }

    /** The actions of the route, by name. */
    public Map<String, Processor> actions() {
        return Map.of(
                "inspect", this::inspect,
                "accepted", this::accepted,
                "rejected", this::rejected,
                "consoleTest", this::consoleTest);
    }

    /** Makes the record to store, and keeps what it is, on which the route decides. */
    private void inspect(Exchange exchange) {
        Submission submission = FromExchange.body(exchange, Submission.class);
        Inspection inspection = exchange.getProperty(INSPECTION, Inspection.class);
        if (inspection == null) {
            inspection = inspection(submission);
        }
        exchange.setProperty(SUBMISSION, submission);
        exchange.setProperty(INSPECTION, inspection);
        WebhookRecord webhook = webhook(submission);
        OutgoingMessage.fill(
                exchange.getMessage(),
                inspection instanceof Inspection.Unreadable unreadable
                        ? webhook.refused(unreadable.message())
                        : webhook.draft(),
                submission.body());
        if (inspection instanceof Inspection.Readable) {
            exchange.getMessage()
                    .setHeader(KafkaConstants.PARTITION_KEY, partition.applyAsInt(submission.integration()));
        }
    }

    /** What the webhook is. Takes long for a large body. */
    Inspection inspection(Submission submission) {
        return submission
                .undecodable()
                .<Inspection>map(why -> new Inspection.Unreadable("InvalidContentEncoding", why))
                .orElseGet(() ->
                        inspector.get().inspect(submission.integration(), submission.sender(), submission.body()));
    }

    private static WebhookRecord webhook(Submission submission) {
        return new WebhookRecord(
                ReceiptId.unplaced(submission.nonce()),
                submission.integration(),
                submission.sender().word(),
                submission.receivedAt(),
                submission.contentType(),
                submission.trace().map(TraceParent::text),
                Optional.empty(),
                submission.body());
    }

    /** After the ack of the webhooks topic. */
    private void accepted(Exchange exchange) {
        Submission submission = FromExchange.property(exchange, SUBMISSION, Submission.class);
        Inspection.Readable inspection = FromExchange.property(exchange, INSPECTION, Inspection.Readable.class);
        ReceiptId receipt = receipt(exchange, Topic.WEBHOOKS, submission);
        telemetry.accepted(receipt, submission, inspection.alerts(), inspection.truncated());
        inspection.otherMaker().ifPresent(maker -> telemetry.postedToThePathOfAnother(submission, maker));
        exchange.getMessage()
                .setBody(IntakeReply.accepted(
                        receipt.toString(),
                        inspection.alerts(),
                        inspection.setAside(),
                        inspection.cause().orElse("")));
    }

    /** After the ack of the quarantine topic. */
    private void rejected(Exchange exchange) {
        Submission submission = FromExchange.property(exchange, SUBMISSION, Submission.class);
        Inspection.Unreadable unreadable = FromExchange.property(exchange, INSPECTION, Inspection.Unreadable.class);
        ReceiptId receipt = receipt(exchange, Topic.QUARANTINE, submission);
        telemetry.quarantined(receipt.toString(), submission.integration(), unreadable.message());
        exchange.getMessage()
                .setBody(IntakeReply.rejected(400, receipt.toString(), unreadable.code(), unreadable.message()));
    }

    /** For the Test button of the ARMS console. */
    private void consoleTest(Exchange exchange) {
        Submission submission = FromExchange.property(exchange, SUBMISSION, Submission.class);
        telemetry.consoleTest(submission.integration());
        exchange.getMessage().setBody(IntakeReply.consoleTest(submission.nonce()));
    }

    private static ReceiptId receipt(Exchange exchange, Topic topic, Submission submission) {
        List<?> acks = FromExchange.header(exchange.getMessage(), KafkaConstants.KAFKA_RECORD_META, List.class);
        RecordMetadata ack = (RecordMetadata) acks.get(0);
        return new ReceiptId(topic, ack.partition(), ack.offset(), submission.nonce());
    }
}
