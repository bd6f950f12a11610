package io.alertrelay.camel;

import io.alertrelay.config.ChannelSettings;
import io.alertrelay.delivery.Outbox;
import io.alertrelay.delivery.Push;
import io.alertrelay.delivery.SettledProgress;
import io.alertrelay.flashduty.AnswerReader;
import io.alertrelay.kafka.KafkaClients;
import io.alertrelay.kafka.Lanes;
import io.alertrelay.kafka.OffsetTracker;
import io.alertrelay.kafka.PartitionListener;
import io.alertrelay.kafka.TopicNames;
import io.alertrelay.observe.Telemetry;
import io.alertrelay.watchdog.Stage;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.apache.camel.component.http.HttpEndpoint;
import org.apache.camel.main.Main;
import org.apache.hc.core5.io.CloseMode;

/**
 * The two routes of each channel, made while the others run from the templates in {@code routes/delivery.camel.yaml}
 * and {@code routes/push.camel.yaml}: {@code delivery-<slug>} feeds the channel's outbox from its topic, {@code
 * push-<slug>} posts what the outbox hands out. Thread-safe.
 */
public final class ChannelRoutes {
    /**
     * Whoever adds or removes routes holds this: Camel's registry of beans and its list of routes are plain maps, of
     * which several threads at once make a {@link java.util.ConcurrentModificationException}.
     */
    private final Object changes = new Object();

    private final Main main;
    private final RelayComponent outboxes = new RelayComponent();
    private final KafkaClients clients;
    private final TopicNames topics;
    private final Lanes lanes;
    private final boolean alone;
    private final Clock clock;

    /**
     * @param main whose context they are added to, once it is started
     * @param lanes by which what can't be read goes to quarantine
     * @param alone whether no other relay shares the topics
     */
    ChannelRoutes(Main main, KafkaClients clients, TopicNames topics, Lanes lanes, boolean alone, Clock clock) {
        this.main = main;
        this.clients = clients;
        this.topics = topics;
        this.lanes = lanes;
        this.alone = alone;
        this.clock = clock;
        main.bind("outbox", outboxes);
    }

    private CamelContext context() {
        return main.getCamelContext();
    }

    /**
     * The name of a channel's routes. A channel that is replaced gets new names: Camel keeps endpoints by their
     * address, and nothing of the old ones, the push URL's query for example, may be used again.
     *
     * @param times how often the channel was started before
     */
    public static String slug(String channel, int times) {
        // A slug has no dot of its own.
        return TopicNames.slug(channel) + (times == 0 ? "" : "." + times);
    }

    /** Adds the route that posts what the channel's outbox hands out, and returns what the outbox hands it to. */
    public Push addPush(String slug, ChannelSettings channel, AnswerReader answers) {
        PushClient client = new PushClient(channel.pushUrl().query());
        outboxes.from(slug, (part, route) -> new OutboxConsumer(part, route, client, answers, channel));
        synchronized (changes) {
            main.bind("http-" + slug, client);
            TemplatedRouteBuilder.builder(context(), "push")
                    .routeId("push-" + slug)
                    .parameter("slug", slug)
                    .parameter("endpoint", channel.pushUrl().endpoint().toString())
                    .parameter("timeoutMs", channel.timeout().toMillis())
                    .parameter("connections", channel.maxInFlight())
                    .add();
        }
        return (Push) RouteConsumers.of(context(), "push-" + slug);
    }

    /**
     * Adds the route that feeds the channel's outbox from its topic.
     *
     * @param polling where the thread that reads it reports progress
     */
    public void addDelivery(
            String slug,
            String channel,
            Outbox outbox,
            SettledProgress progress,
            OffsetTracker offsets,
            Telemetry telemetry,
            Stage polling) {
        RepeatedDeliveries repeats = new RepeatedDeliveries(clients, topics.receipts());
        DeliverySteps steps = new DeliverySteps(
                channel,
                outbox,
                progress,
                repeats,
                offsets,
                new QuarantineLane(lanes, offsets, topics.quarantine()),
                telemetry);
        outboxes.to(slug, steps::offer);
        PartitionListener partitions =
                new ChannelPartitions(channel, outbox, progress, repeats, clients, topics.receipts(), alone);
        polling.working();
        synchronized (changes) {
            main.bind("delivery-" + slug, steps);
            main.bind("clients-" + slug, clients.settling(offsets, partitions, clock, polling));
            TemplatedRouteBuilder.builder(context(), "delivery")
                    .routeId("delivery-" + slug)
                    .parameter("slug", slug)
                    .parameter("topic", topics.channel(channel))
                    .parameter("group", topics.channelGroup(channel))
                    .add();
        }
    }

    /**
     * Removes the routes of a channel: first the consumer, which commits what is settled, then the route to Flashduty.
     * Returns when they are gone.
     */
    public void remove(String slug) {
        RouteConsumers.stop(context(), "delivery-" + slug);
        RouteConsumers.stop(context(), "push-" + slug);
        synchronized (changes) {
            removeRoute("delivery-" + slug);
            removePush(slug);
            context().getRegistry().unbind("delivery-" + slug);
            context().getRegistry().unbind("clients-" + slug);
        }
    }

    /** Removes the route to Flashduty of a channel, if there is one. */
    public void removePush(String slug) {
        synchronized (changes) {
            removeRoute("push-" + slug);
            context().getRegistry().unbind("http-" + slug);
        }
        outboxes.remove(slug);
    }

    private void removeRoute(String route) {
        if (context().getRoute(route) == null) {
            return;
        }
        try {
            context().getRouteController().stopRoute(route, RelayRoutes.STOP_SECONDS, TimeUnit.SECONDS);
            if (!context().removeRoute(route)) {
                throw new IllegalStateException("it has not stopped");
            }
        } catch (Exception e) {
            throw new IllegalStateException("route " + route + " can't be removed: " + e.getMessage(), e);
        }
    }

    /**
     * Stops reading the topic of a channel whose outbox has stopped, and returns when what is settled is committed and
     * other relays may have the partitions. The routes stay.
     */
    public void stopDelivery(String slug) {
        RouteConsumers.stop(context(), "delivery-" + slug);
    }

    /** Ends the channel's requests that are still in flight, so that a Flashduty that hangs can't hold up the stop. */
    public void abortPushes(String slug) {
        Pattern client = Pattern.compile("httpClientConfigurer=(#|%23)http-" + Pattern.quote(slug) + "(&|$)");
        for (Endpoint endpoint : context().getEndpoints()) {
            if (endpoint instanceof HttpEndpoint http
                    && client.matcher(endpoint.getEndpointUri()).find()) {
                http.getClientConnectionManager().close(CloseMode.IMMEDIATE);
            }
        }
    }
}
