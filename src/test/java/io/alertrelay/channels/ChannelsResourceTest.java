package io.alertrelay.channels;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.alertrelay.config.ChannelSettings;
import io.alertrelay.delivery.Backoff;
import io.alertrelay.delivery.Collapse;
import io.alertrelay.delivery.Outbox;
import io.alertrelay.delivery.OutboxListener;
import io.alertrelay.delivery.OutboxSettings;
import io.alertrelay.delivery.Pace;
import io.alertrelay.delivery.Pause;
import io.alertrelay.delivery.Recorder;
import io.alertrelay.delivery.RetryPolicy;
import io.alertrelay.delivery.SettledProgress;
import io.alertrelay.delivery.Unrecorded;
import io.alertrelay.kafka.OffsetTracker;
import io.alertrelay.kafka.TopicFault;
import io.alertrelay.kafka.TopicFaults;
import io.alertrelay.kafka.TopicNames;
import io.alertrelay.kafka.WebhookPartitions;
import io.alertrelay.management.ApiAnswer;
import io.alertrelay.testing.SharedBroker;
import io.alertrelay.testing.TestConfig;
import io.alertrelay.watchdog.Job;
import io.alertrelay.watchdog.Stage;
import io.alertrelay.watchdog.Watchdog;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What an order for a channel is answered, and whether it is placed. */
@Timeout(180)
class ChannelsResourceTest {
    private static final Clock CLOCK = Clock.systemUTC();

    @TempDir
    private Path folder;

    private final TopicNames names = new TopicNames(SharedBroker.newPrefix());
    private final TopicFaults faults = new TopicFaults(CLOCK);
    private final Watchdog watchdog = new Watchdog(System::nanoTime);
    private final Recorder recorder = new Recorder(settlements -> 0, Stage.unwatched(Job.RECORDER));
    private final Outbox outbox = outbox();
    private ChannelOrders orders;

    @BeforeEach
    void open() throws Exception {
        SharedBroker.create(names.relays(), 1);
        orders = new ChannelOrders(
                SharedBroker.clients(), names, new WebhookPartitions(1), watchdog.stage(Job.CHANNEL_ORDERS));
    }

    @AfterEach
    void close() {
        orders.close();
        outbox.close();
        recorder.close();
    }

    @Test
    void nothingIsOrderedForAChannelThatTheConfigurationPauses() throws Exception {
        ChannelsResource resource = resource(settings(", paused: true"));
        outbox.pause(new Pause("the configuration", "", Instant.now(), Optional.empty()));

        for (String order : List.of("pause", "resume", "probe")) {
            ApiAnswer answer = post(resource, order);

            assertThat(answer.status()).as(order).isEqualTo(409);
            assertThat(answer.body().at("/error/code").asText()).isEqualTo("PausedByConfiguration");
        }
        assertThat(orders.standing("payments")).isEmpty();
    }

    @Test
    void nobodyPausesAChannelInTheNameOfTheConfigurationWhichNobodyCouldResume() throws Exception {
        ApiAnswer answer = resource(settings(""))
                .post("payments/pause", JsonNodeFactory.instance.objectNode(), Optional.of("the configuration"));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body().at("/error/message").asText()).contains("found \"the configuration\"");
        assertThat(orders.standing("payments")).isEmpty();
    }

    @Test
    void aChannelThatItsTopicHoldsIsNotSaidNotToBeHeld() throws Exception {
        ChannelsResource resource = resource(settings(""));
        assertThat(post(resource, "probe").body().at("/error/code").asText()).isEqualTo("NotHeld");
        faults.report(names.channel("payments"), 0, TopicFault.Kind.WRITE, "no right to write");

        ApiAnswer answer = post(resource, "probe");

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.body().at("/error/code").asText()).isEqualTo("TopicFault");
        assertThat(answer.body().at("/error/message").asText())
                .contains("held by its topic: partition " + names.channel("payments")
                        + "-0: no right to write; it continues");
    }

    @Test
    void aChannelOfAnotherRelayIsProbedThoughItsTopicIsAtFaultForThisOne() throws Exception {
        ChannelsResource resource = resource(settings(""), false);
        faults.report(names.channel("payments"), 0, TopicFault.Kind.READ, "the coordinator does not answer");

        assertThat(post(resource, "probe").status()).isEqualTo(200);
    }

    private static ApiAnswer post(ChannelsResource resource, String order) {
        return resource.post("payments/" + order, JsonNodeFactory.instance.objectNode(), Optional.of("tester"));
    }

    private ChannelsResource resource(ChannelSettings settings) {
        return resource(settings, true);
    }

    private ChannelsResource resource(ChannelSettings settings, boolean alone) {
        Channel channel = new Channel(
                settings,
                "payments",
                outbox,
                new OffsetTracker(100, 1 << 20),
                new SettledProgress(),
                new ChannelStages(watchdog, settings),
                Instant.now());
        return new ChannelsResource(
                name -> Optional.of(channel).filter(one -> name.equals("payments")),
                orders,
                () -> List.of("payments"),
                name -> faults.of(names.channel(name)),
                alone,
                CLOCK);
    }

    private ChannelSettings settings(String more) throws Exception {
        return TestConfig.load(TestConfig.yaml("{ brokers: embedded }", 1, 2, 3, more), folder)
                .channels()
                .get(0);
    }

    private Outbox outbox() {
        Backoff quick = new Backoff(Duration.ofMillis(1), Duration.ofMillis(5), new Random(1));
        Pace pace = new Pace(100_000, Duration.ofSeconds(1));
        return new Outbox(
                "payments",
                new OutboxSettings(
                        new RetryPolicy(quick, quick, quick, quick, Duration.ofHours(1), OptionalInt.empty()),
                        Collapse.RESOLVED_PAIRS,
                        pace,
                        1),
                (delivery, then) -> {
                    throw new IllegalStateException("it was never started");
                },
                recorder,
                new OutboxListener() {},
                CLOCK,
                CLOCK,
                Runnable::run,
                pace,
                Stage.unwatched(Job.DISPATCHER),
                () -> false,
                Unrecorded.none());
    }
}
