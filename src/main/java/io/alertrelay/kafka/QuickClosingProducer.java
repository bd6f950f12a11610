package io.alertrelay.kafka;

import java.time.Duration;
import java.util.Properties;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.KafkaProducer;

/**
 * A producer whose close does not wait for a cluster that is away. Camel closes without a limit, and what is still
 * buffered then was acknowledged to nobody: it is made again from offsets that did not move.
 */
final class QuickClosingProducer extends KafkaProducer<Object, Object> {
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Consumer<QuickClosingProducer> closed;

    /** @param closed told when it is */
    QuickClosingProducer(Properties properties, Consumer<QuickClosingProducer> closed) {
        super(properties);
        this.closed = closed;
    }

    @Override
    public void close() {
        close(PATIENCE);
    }

    @Override
    public void close(Duration timeout) {
        closed.accept(this);
        super.close(timeout);
    }
}
