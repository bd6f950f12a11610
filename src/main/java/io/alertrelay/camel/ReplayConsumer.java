package io.alertrelay.camel;

import io.alertrelay.kafka.WebhookPartitions;
import io.alertrelay.pipeline.ReplayFeed;
import io.alertrelay.record.ReplayedRecord;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.Endpoint;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.component.kafka.KafkaConstants;

/** Hands out what a replay sends again to {@code routes/replay.camel.yaml}. */
final class ReplayConsumer extends HandOut implements ReplayFeed {
    private final WebhookPartitions partitions;

    /** @param partitions may hold it back */
    ReplayConsumer(Endpoint endpoint, Processor route, WebhookPartitions partitions) {
        super(endpoint, route);
        this.partitions = partitions;
    }

    @Override
    public void feed(List<ReplayedRecord> items) throws ReplayFeedException {
        CompletableFuture<Optional<Exception>> fed = new CompletableFuture<>();
        partitions.enter(() -> {
            try {
                fed.complete(failure(items));
            } catch (RuntimeException | Error e) {
                fed.complete(Optional.of(new IllegalStateException(e)));
            } finally {
                partitions.left();
            }
        });
        Optional<Exception> failure = fed.join();
        if (failure.isPresent()) {
            throw new ReplayFeedException(failure.get());
        }
    }

    private Optional<Exception> failure(List<ReplayedRecord> items) {
        if (items.stream().anyMatch(item -> item.partition() != partitions.of(item.integration()))) {
            return Optional.of(new IllegalStateException("an integration has another partition now"));
        }
        List<Message> records = items.stream().map(this::record).toList();
        return Optional.ofNullable(
                hand(exchange -> exchange.getMessage().setBody(records)).getException());
    }

    private Message record(ReplayedRecord item) {
        Message record = OutgoingMessage.of(getEndpoint(), item.draft(), item.event());
        record.setHeader(KafkaConstants.PARTITION_KEY, item.partition());
        return record;
    }
}
