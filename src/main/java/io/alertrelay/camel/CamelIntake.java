package io.alertrelay.camel;

import io.alertrelay.intake.Intake;
import io.alertrelay.intake.IntakeReply;
import io.alertrelay.intake.NotNow;
import io.alertrelay.intake.Submission;
import io.alertrelay.kafka.TopicFaults;
import io.alertrelay.kafka.TopicNames;
import io.alertrelay.observe.Events;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.camel.AsyncProducer;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;

/** Hands a webhook to the intake route, asynchronously: the calling thread is free while Kafka stores it. */
public final class CamelIntake implements Intake {
    private final Endpoint endpoint;
    private final AsyncProducer producer;
    private final TopicNames topics;
    private final StoringWatch storing;
    private final Events events;

    /**
     * For a context that is started.
     *
     * @param faults told of a topic that can't be written
     */
    public CamelIntake(CamelContext context, TopicNames topics, TopicFaults faults, Events events) throws Exception {
        this.topics = topics;
        this.storing = new StoringWatch(faults, System::nanoTime);
        this.events = events;
        this.endpoint = context.getEndpoint("direct:intake");
        this.producer = endpoint.createAsyncProducer();
        producer.start();
    }

    @Override
    public CompletionStage<IntakeReply> submit(Submission submission) {
        CompletableFuture<IntakeReply> reply = new CompletableFuture<>();
        Exchange exchange = endpoint.createExchange(ExchangePattern.InOut);
        exchange.getMessage().setBody(submission);
        producer.process(exchange, doneSync -> reply.complete(reply(exchange, submission)));
        return reply;
    }

    private IntakeReply reply(Exchange exchange, Submission submission) {
        Exception failure = exchange.getException();
        String endpoint = exchange.getProperty(Exchange.TO_ENDPOINT, "", String.class);
        String topic = endpoint.contains(topics.quarantine()) ? topics.quarantine() : topics.webhooks();
        if (failure == null && exchange.getMessage().getBody() instanceof IntakeReply reply) {
            if (!endpoint.isEmpty()) {
                storing.stored(topic);
            }
            return reply;
        }
        Exception cause = failure == null ? new IllegalStateException("the route gave no reply") : failure;
        storing.failed(topic, cause);
        events.notStored(submission, cause);
        return IntakeReply.unavailable(
                submission.nonce(), NotNow.KAFKA, "Kafka did not store the webhook; please try again");
    }
}
