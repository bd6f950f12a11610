package io.alertrelay.camel;

import io.alertrelay.intake.Intake;
import io.alertrelay.intake.IntakeReply;
import io.alertrelay.intake.Submission;
import io.alertrelay.intake.UnavailableReason;
import io.alertrelay.kafka.TopicFaults;
import io.alertrelay.kafka.TopicNames;
import io.alertrelay.kafka.WebhookPartitions;
import io.alertrelay.observe.Telemetry;
import io.alertrelay.pipeline.Inspection;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.DefaultConsumer;

/**
 * Hands out each webhook that the public port takes to {@code routes/intake.camel.yaml}; the body with which the route
 * ends is the answer to its sender. Asynchronous: the calling thread is free while Kafka stores it.
 */
final class IntakeConsumer extends DefaultConsumer implements Intake {
    private static final Duration HELD_BACK = Duration.ofSeconds(5);

    private final String webhooks;
    private final StoringWatch storing;
    private final Telemetry telemetry;
    private final WebhookPartitions partitions;
    private final Function<Submission, Inspection> inspection;
    private final LongSupplier passed;

    /**
     * @param inspection what the route does first, if it is done ahead
     * @param partitions may hold webhooks back
     * @param faults notified of a topic that can't be written
     * @param passed a monotonic clock that includes the time while the machine sleeps
     */
    IntakeConsumer(
            Endpoint endpoint,
            Processor route,
            TopicNames topics,
            Function<Submission, Inspection> inspection,
            WebhookPartitions partitions,
            TopicFaults faults,
            Telemetry telemetry,
            LongSupplier passed) {
        super(endpoint, route);
        this.inspection = inspection;
        this.partitions = partitions;
        this.webhooks = topics.webhooks();
        this.storing = new StoringWatch(faults, System::nanoTime);
        this.telemetry = telemetry;
        this.passed = passed;
    }

    @Override
    public CompletionStage<IntakeReply> submit(Submission submission) {
        return submit(submission, Optional.empty());
    }

    @Override
    public Supplier<CompletionStage<IntakeReply>> inspect(Submission submission) {
        Inspection made = inspection.apply(submission);
        return () -> submit(submission, Optional.of(made));
    }

    private CompletionStage<IntakeReply> submit(Submission submission, Optional<Inspection> made) {
        CompletableFuture<IntakeReply> reply = new CompletableFuture<>();
        long since = passed.getAsLong();
        partitions.enter(() -> store(submission, made, since, reply));
        return reply;
    }

    private void store(
            Submission submission, Optional<Inspection> made, long since, CompletableFuture<IntakeReply> reply) {
        if (passed.getAsLong() - since > HELD_BACK.toNanos()) {
            // The relay was suspended meanwhile, and its sender has given up.
            end(
                    reply,
                    IntakeReply.unavailable(
                            submission.nonce(), UnavailableReason.KAFKA, "held back too long; please try again"));
            return;
        }
        try {
            Exchange exchange = createExchange(false);
            exchange.getMessage().setBody(submission);
            made.ifPresent(its -> exchange.setProperty(IntakeSteps.INSPECTION, its));
            getAsyncProcessor().process(exchange, doneSync -> end(reply, reply(exchange, submission)));
        } catch (RuntimeException | Error e) {
            // Not even then may its sender wait for ever, or a raise of the partitions.
            end(reply, notStored(submission, new IllegalStateException(e)));
        }
    }

    private void end(CompletableFuture<IntakeReply> reply, IntakeReply answer) {
        if (reply.complete(answer)) {
            partitions.left();
        }
    }

    private IntakeReply reply(Exchange exchange, Submission submission) {
        Exception failure = exchange.getException();
        Optional<String> topic = FromExchange.storesIn(exchange);
        if (failure == null && exchange.getMessage().getBody() instanceof IntakeReply reply) {
            topic.ifPresent(storing::stored);
            return reply;
        }
        Exception cause = failure == null ? new IllegalStateException("the route gave no reply") : failure;
        storing.failed(topic.orElse(webhooks), cause);
        return notStored(submission, cause);
    }

    private IntakeReply notStored(Submission submission, Exception cause) {
        telemetry.notStored(submission, cause);
        return IntakeReply.unavailable(
                submission.nonce(), UnavailableReason.KAFKA, "Kafka did not store the webhook; please try again");
    }
}
