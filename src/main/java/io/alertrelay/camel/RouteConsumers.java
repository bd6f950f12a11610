package io.alertrelay.camel;

import io.alertrelay.kafka.SettlingClients;
import java.util.Objects;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.Consumer;
import org.apache.camel.component.kafka.KafkaEndpoint;
import org.apache.camel.support.service.ServiceHelper;

/**
 * The consumers with which routes begin. Camel stops one route at a time, and a consumer takes time; so consumers are
 * stopped before their routes, in parallel.
 */
final class RouteConsumers {
    private RouteConsumers() {}

    /** That of a route that is there. */
    static Consumer of(CamelContext context, String route) {
        return Objects.requireNonNull(context.getRoute(route)).getConsumer();
    }

    /** Stops that of a route, if there is such a route; it stays in the context. */
    static void stop(CamelContext context, String route) {
        Optional.ofNullable(context.getRoute(route)).ifPresent(running -> stop(running.getConsumer()));
    }

    /** Stops it; one of a topic does not wait for the end of its fetch, if another relay waits for its partitions. */
    static void stop(Consumer consumer) {
        if (consumer.getEndpoint() instanceof KafkaEndpoint kafka
                && kafka.getKafkaClientFactory() instanceof SettlingClients clients) {
            clients.hurry();
        }
        ServiceHelper.stopService(consumer);
    }
}
