package io.alertrelay.camel;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.DefaultProducer;

/**
 * A component whose endpoints are parts of the relay: {@code from} receives what a part hands out, and the result of
 * the exchange is the answer; {@code to} passes something to a part. A name must be registered before a route uses it.
 * Thread-safe.
 */
final class RelayComponent extends DefaultComponent {
    private final Map<String, ConsumerFactory> sources = new ConcurrentHashMap<>();
    private final Map<String, Processor> sinks = new ConcurrentHashMap<>();

    /** Makes the consumer that hands exchanges to a route. */
    @FunctionalInterface
    interface ConsumerFactory {
        Consumer consumer(Endpoint endpoint, Processor route);
    }

    /** Registers what {@code from} that name receives. */
    RelayComponent from(String name, ConsumerFactory source) {
        sources.put(name, source);
        return this;
    }

    /** Registers what receives messages {@code to} that name. */
    void to(String name, Processor sink) {
        sinks.put(name, sink);
    }

    /** Removes the name. */
    void remove(String name) {
        sources.remove(name);
        sinks.remove(name);
    }

    @Override
    protected Endpoint createEndpoint(String uri, String name, Map<String, Object> parameters) {
        return new RelayEndpoint(uri, name);
    }

    private final class RelayEndpoint extends DefaultEndpoint {
        private final String name;

        private RelayEndpoint(String uri, String name) {
            super(uri, RelayComponent.this);
            this.name = name;
        }

        @Override
        public Consumer createConsumer(Processor route) {
            return behind(sources).consumer(this, route);
        }

        @Override
        public Producer createProducer() {
            Processor sink = behind(sinks);
            return new DefaultProducer(this) {
                @Override
                public void process(Exchange exchange) throws Exception {
                    sink.process(exchange);
                }
            };
        }

        private <T> T behind(Map<String, T> parts) {
            return Optional.ofNullable(parts.get(name))
                    .orElseThrow(() -> new IllegalArgumentException(getEndpointUri() + ": there is no such part"));
        }
    }
}
