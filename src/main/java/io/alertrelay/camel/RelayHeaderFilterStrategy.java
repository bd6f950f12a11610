package io.alertrelay.camel;

import io.alertrelay.record.HeaderNames;
import org.apache.camel.Exchange;
import org.apache.camel.spi.HeaderFilterStrategy;
import org.jspecify.annotations.Nullable;

/**
 * The headers of the relay's records, and the only ones that pass between Camel and Kafka, either way. Camel would also
 * write any other simple header into a record ({@code Authorization}, say), and let a record's headers control it.
 */
final class RelayHeaderFilterStrategy implements HeaderFilterStrategy {
    @Override
    public boolean applyFilterToCamelHeaders(String name, @Nullable Object value, Exchange exchange) {
        return !HeaderNames.PASSING.contains(name);
    }

    @Override
    public boolean applyFilterToExternalHeaders(String name, @Nullable Object value, Exchange exchange) {
        return !HeaderNames.PASSING.contains(name);
    }
}
