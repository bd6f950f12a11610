package io.alertrelay.camel;

import io.alertrelay.kafka.WebhookPartitions;
import io.alertrelay.pipeline.ReplayFeed;
import io.alertrelay.record.ReplayedRecord;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.camel.Endpoint;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.component.kafka.KafkaConstants;

/** Hands out what a replay sends again to {@code routes/replay.camel.yaml}. */
final class ReplayConsumer extends HandOutConsumer implements ReplayFeed {
    private static final long LOOK_AGAIN_MILLIS = 100;

    private final WebhookPartitions partitions;

    /** @param partitions may hold it back */
    ReplayConsumer(Endpoint endpoint, Processor route, WebhookPartitions partitions) {
        super(endpoint, route);
        this.partitions = partitions;
    }

    @Override
    public void feed(List<ReplayedRecord> items) throws ReplayFeedException {
        enter();
        Optional<Exception> failure;
        try {
            failure = failure(items);
        } catch (RuntimeException | Error e) {
            failure = Optional.of(new IllegalStateException(e));
        } finally {
            partitions.left();
        }
        if (failure.isPresent()) {
            throw new ReplayFeedException(failure.get());
        }
    }

    /** Waits until the partition is decided. Only that: webhooks may be behind, and must not wait for these items. */
    private void enter() throws ReplayFeedException {
        CompletableFuture<Boolean> admitted = new CompletableFuture<>();
        partitions.enter(() -> leaveUnlessFirst(admitted));
        Exception cause = new IllegalStateException("the relay stops");
        try {
            do {
                try {
                    admitted.get(LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS);
                    return;
                } catch (TimeoutException e) {
                    // Held back still.
                }
            } while (!isStoppingOrStopped());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            cause = e;
        } catch (ExecutionException e) {
            cause = e;
        }
        leaveUnlessFirst(admitted);
        throw new ReplayFeedException(cause);
    }

    /** Called for the admission, and by who no longer waits for it: the second of these gives it back. */
    private void leaveUnlessFirst(CompletableFuture<Boolean> admitted) {
        if (!admitted.complete(true)) {
            partitions.left();
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
        Message record = OutgoingMessage.of(getEndpoint(), item.draft(), item.body());
        record.setHeader(KafkaConstants.PARTITION_KEY, item.partition());
        return record;
    }
}
