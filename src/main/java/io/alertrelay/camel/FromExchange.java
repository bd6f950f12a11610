package io.alertrelay.camel;

import java.util.Objects;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/**
 * Reads what a route or an earlier step has put into an exchange. If it is absent the route is wrong, and the step
 * fails.
 */
final class FromExchange {
    private static final String STORES_IN = "storesIn";

    private FromExchange() {}

    /** The body. */
    static <T> T body(Exchange exchange, Class<T> type) {
        return Objects.requireNonNull(exchange.getMessage().getBody(type));
    }

    /** A property. */
    static <T> T property(Exchange exchange, String name, Class<T> type) {
        return Objects.requireNonNull(exchange.getProperty(name, type), name);
    }

    /** A header. */
    static <T> T header(Message message, String name, Class<T> type) {
        return Objects.requireNonNull(message.getHeader(name, type), name);
    }

    /** The exception of an earlier step, in a route's branch for it. */
    static Exception caught(Exchange exchange) {
        return property(exchange, Exchange.EXCEPTION_CAUGHT, Exception.class);
    }

    /** The topic that it was sent to last, as its route says; empty if it was sent to none. */
    static Optional<String> storesIn(Exchange exchange) {
        return Optional.ofNullable(exchange.getProperty(STORES_IN, String.class));
    }
}
