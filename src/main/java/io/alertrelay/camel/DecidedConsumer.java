package io.alertrelay.camel;

import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.DefaultConsumer;

/** Hands out what a batch has decided for a partition to {@code routes/events.camel.yaml}, and does not wait for it. */
final class DecidedConsumer extends DefaultConsumer {
    DecidedConsumer(Endpoint endpoint, Processor route) {
        super(endpoint, route);
    }

    /** Gives a part to the route, which has an answer of its own to failures. */
    void handOut(DecidedPart part) {
        Exchange exchange = createExchange(false);
        exchange.setProperty(RoutingSteps.MADE, part.items());
        exchange.getMessage().setBody(part);
        getAsyncProcessor().process(exchange, doneSync -> {});
    }
}
