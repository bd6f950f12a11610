package io.alertrelay.camel;

import java.util.function.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.DefaultConsumer;

/**
 * A consumer whose exchanges are started by a part of the relay, on its own thread. The result of an exchange is the
 * answer.
 */
abstract class HandOutConsumer extends DefaultConsumer {
    HandOutConsumer(Endpoint endpoint, Processor route) {
        super(endpoint, route);
    }

    /**
     * Gives an exchange to the route, and returns when the route has ended; a failure is in the exchange.
     *
     * @param fill sets what is handed out
     */
    final Exchange hand(Consumer<Exchange> fill) {
        Exchange exchange = createExchange(false);
        fill.accept(exchange);
        try {
            getProcessor().process(exchange);
        } catch (Exception e) {
            exchange.setException(e);
        }
        return exchange;
    }
}
