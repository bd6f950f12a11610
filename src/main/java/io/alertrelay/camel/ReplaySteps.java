package io.alertrelay.camel;

import io.alertrelay.kafka.OffsetTracker;
import org.apache.camel.Exchange;

/** The step of {@code routes/replay.camel.yaml} that hears of orders and wishes. */
public final class ReplaySteps {
    private final OffsetTracker offsets;
    private final Runnable news;

    /** @param news told that there is something new in the topic of replays */
    public ReplaySteps(OffsetTracker offsets, Runnable news) {
        this.offsets = offsets;
        this.news = news;
    }

    /** Something was ordered or wished. It is read from the topic itself: its place in the group says nothing. */
    public void heard(Exchange exchange) {
        RecordPosition position = RecordPosition.of(exchange.getMessage());
        offsets.settled(position.partition(), position.offset());
        news.run();
    }
}
