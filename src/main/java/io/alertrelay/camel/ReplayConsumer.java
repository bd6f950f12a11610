package io.alertrelay.camel;

import io.alertrelay.kafka.WebhookPartitions;
import io.alertrelay.pipeline.OpenAlertJson;
import io.alertrelay.replay.FeedItem;
import io.alertrelay.replay.ReplayFeed;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.Endpoint;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.support.DefaultMessage;

/** Hands out what a replay sends again to {@code routes/replay.camel.yaml}. */
final class ReplayConsumer extends HandOut implements ReplayFeed {
    private final OpenAlertJson json = new OpenAlertJson();

    private final WebhookPartitions partitions;

    /** @param partitions may hold it back */
    ReplayConsumer(Endpoint endpoint, Processor route, WebhookPartitions partitions) {
        super(endpoint, route);
        this.partitions = partitions;
    }

    @Override
    public void feed(List<FeedItem> items) throws ReplayFeedException {
        CompletableFuture<Optional<Exception>> fed = new CompletableFuture<>();
        partitions.enter(() -> {
            fed.complete(failure(items));
            partitions.left();
        });
        Optional<Exception> failure = fed.join();
        if (failure.isPresent()) {
            throw new ReplayFeedException(failure.get());
        }
    }

    private Optional<Exception> failure(List<FeedItem> items) {
        if (items.stream().anyMatch(item -> item.partition() != partitions.of(item.integration()))) {
            return Optional.of(new IllegalStateException("an integration has another partition now"));
        }
        List<Message> records = items.stream().map(this::record).toList();
        return Optional.ofNullable(
                hand(exchange -> exchange.getMessage().setBody(records)).getException());
    }

    private Message record(FeedItem item) {
        Message record = new DefaultMessage(getEndpoint().getCamelContext());
        record.setBody(item.event());
        record.setHeader(KafkaConstants.KEY, item.key());
        record.setHeader(KafkaConstants.PARTITION_KEY, item.partition());
        record.setHeader(RecordHeaders.RECEIPT, item.receipt());
        record.setHeader(RecordHeaders.INDEX, String.valueOf(item.source().index()));
        record.setHeader(RecordHeaders.INTEGRATION, item.integration());
        record.setHeader(RecordHeaders.RECEIVED_AT, item.receivedAt().toString());
        record.setHeader(RecordHeaders.STATUS, item.status());
        record.setHeader(RecordHeaders.SEVERITY, item.severity());
        record.setHeader(RecordHeaders.RULES, item.rules());
        record.setHeader(RecordHeaders.WHY, item.why());
        record.setHeader(RecordHeaders.CHANNELS, json.list(item.channels()));
        record.setHeader(RecordHeaders.CHANNEL, item.channel());
        record.setHeader(RecordHeaders.REPLAY, item.replay());
        record.setHeader(RecordHeaders.CHECKED, String.valueOf(item.checked()));
        item.startsAt().ifPresent(at -> record.setHeader(RecordHeaders.STARTS_AT, at));
        return record;
    }
}
