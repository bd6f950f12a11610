package io.alertrelay.kafka;

import java.time.Duration;
import java.util.Properties;
import org.apache.kafka.clients.producer.KafkaProducer;

/**
 * A producer whose close does not wait for a cluster that is away. Camel closes without a limit, and what is still
 * buffered then was acknowledged to nobody: it is made again from offsets that did not move.
 */
final class QuickClosingProducer extends KafkaProducer<Object, Object> {
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    QuickClosingProducer(Properties properties) {
        super(properties);
    }

    @Override
    public void close() {
        close(PATIENCE);
    }
}
