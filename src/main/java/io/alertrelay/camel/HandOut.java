package io.alertrelay.camel;

import java.util.function.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.DefaultConsumer;

/**
 * A consumer whose exchanges a part of the relay begins, on its own thread. How an exchange ends is the answer to it.
 */
abstract class HandOut extends DefaultConsumer {
    HandOut(Endpoint endpoint, Processor route) {
        super(endpoint, route);
    }

    /**
     * Gives an exchange to the route, and returns when the route has ended; a failure is in the exchange.
     *
     * @param fill puts into it what is handed out
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
