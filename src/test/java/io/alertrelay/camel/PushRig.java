package io.alertrelay.camel;

import io.alertrelay.alert.AlertStatus;
import io.alertrelay.alert.Severity;
import io.alertrelay.config.ChannelSettings;
import io.alertrelay.config.Format;
import io.alertrelay.config.PushUrl;
import io.alertrelay.config.Rate;
import io.alertrelay.delivery.Collapse;
import io.alertrelay.delivery.Push;
import io.alertrelay.flashduty.Answer;
import io.alertrelay.flashduty.AnswerReader;
import io.alertrelay.record.Delivery;
import io.alertrelay.record.Place;
import io.alertrelay.testing.RawTarget;
import io.alertrelay.testing.SteppedClock;
import io.alertrelay.testing.WebhookReceipts;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.apache.camel.component.http.HttpComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;

/** A channel's route {@code push}, from the outbox that hands out an event to what the answer means. */
final class PushRig implements AutoCloseable {
    private static final String QUERY = "?integration_key=secretsecret&number=2533748993131&severity=Critical";

    private final CamelContext context = new DefaultCamelContext();
    private final RelayComponent outbox = new RelayComponent();

    /** @param http makes the component for a scheme */
    PushRig(Supplier<HttpComponent> http) {
        context.addComponent("http", http.get());
        context.addComponent("https", http.get());
        context.addComponent("outbox", outbox);
        try {
            PluginHelper.getRoutesLoader(context)
                    .loadRoutes(PluginHelper.getResourceLoader(context)
                            .resolveResource("classpath:routes/push.camel.yaml"));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        context.start();
    }

    /** The only channel; to be called once. */
    Push channel(String url, Duration timeout) {
        ChannelSettings channel = new ChannelSettings(
                "payments",
                Optional.empty(),
                PushUrl.parse(url + QUERY).orElseThrow(),
                Format.STANDARD,
                new Rate(1_000, Duration.ofMinutes(1)),
                timeout,
                Duration.ofHours(24),
                OptionalInt.empty(),
                2,
                Collapse.NONE,
                false);
        PushClient client = new PushClient(channel.pushUrl().query());
        context.getRegistry().bind("http-payments", client);
        outbox.from(
                "payments",
                (part, route) ->
                        new OutboxConsumer(part, route, client, new AnswerReader(new SteppedClock()), channel));
        try {
            TemplatedRouteBuilder.builder(context, "push")
                    .routeId("push-payments")
                    .parameter("slug", "payments")
                    .parameter("endpoint", channel.pushUrl().endpoint().toString())
                    .parameter("timeoutMs", timeout.toMillis())
                    .parameter("connections", 2)
                    .add();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        return (Push) context.getRoute("push-payments").getConsumer();
    }

    /** What the answer to one event means. */
    static Answer answer(Push channel) {
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        channel.push(delivery(), answer::complete);
        return answer.join();
    }

    @Override
    public void close() {
        context.stop();
    }

    private static Delivery delivery() {
        return new Delivery(
                "payments",
                WebhookReceipts.alert(1, 0),
                "arms",
                "key",
                AlertStatus.FIRING,
                Severity.CRITICAL,
                Optional.empty(),
                true,
                "v1",
                "a test",
                Instant.EPOCH,
                Optional.empty(),
                Optional.empty(),
                new Place(0, 1),
                RawTarget.bytes("{}"));
    }
}
