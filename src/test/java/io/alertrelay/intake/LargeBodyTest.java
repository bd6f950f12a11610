package io.alertrelay.intake;

import static io.alertrelay.intake.RunningIntakeServer.KEY;
import static io.alertrelay.intake.RunningIntakeServer.OTHER_KEY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.alertrelay.arms.WebhookReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A body that takes long to inspect delays only itself. */
class LargeBodyTest {
    private static final String LARGE = "x".repeat(200_000);

    private final CountDownLatch inspected = new CountDownLatch(1);
    private final List<String> inspecting = new CopyOnWriteArrayList<>();
    private RunningIntakeServer relay;

    @BeforeEach
    void open() throws Exception {
        start(Duration.ofSeconds(20));
    }

    private void start(Duration ackTimeout) throws Exception {
        relay = new RunningIntakeServer(RunningIntakeServer.settings(
                100,
                ackTimeout,
                Duration.ofSeconds(30),
                RunningIntakeServer.connections(2000, Duration.ofSeconds(30))));
        relay.inspection = submission -> {
            inspecting.add(submission.integration());
            await().until(() -> inspected.await(20, TimeUnit.SECONDS));
        };
    }

    @AfterEach
    void close() {
        inspected.countDown();
        relay.close();
    }

    @Test
    void nobodyElseWaitsWhileALargeBodyIsInspected() throws Exception {
        try (RawClient large = relay.connect();
                RawClient small = relay.connect()) {
            large.send(RunningIntakeServer.post(KEY, LARGE));
            await().until(() -> !inspecting.isEmpty());

            assertThat(small.send(RunningIntakeServer.post(KEY, "{}")).readAnswer())
                    .startsWith("HTTP/1.1 200");
            assertThat(relay.submitted).hasSize(1);

            inspected.countDown();
            assertThat(large.readAnswer()).startsWith("HTTP/1.1 200");
            assertThat(relay.submitted).hasSize(2);
        }
    }

    @Test
    void whatIsLargeWhenItIsUnpackedIsLarge() throws Exception {
        byte[] packed = gzip(LARGE);
        try (RawClient large = relay.connect();
                RawClient small = relay.connect()) {
            large.send(RunningIntakeServer.head(KEY, "Content-Encoding: gzip", "Content-Length: " + packed.length))
                    .send(packed);
            await().until(() -> !inspecting.isEmpty());

            assertThat(small.send(RunningIntakeServer.post(KEY, "{}")).readAnswer())
                    .startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void aSmallBodyIsHandedOnAtOnce() throws Exception {
        try (RawClient client = relay.connect()) {
            assertThat(client.send(RunningIntakeServer.post(KEY, "x".repeat(60_000)))
                            .readAnswer())
                    .startsWith("HTTP/1.1 200");
        }

        assertThat(inspecting).isEmpty();
        assertThat(WebhookReader.isLarge(new byte[60_000])).isFalse();
    }

    @Test
    void whatIsNotInspectedInTimeIsAnswered503AndNotStoredAfterwards() throws Exception {
        relay.close();
        start(Duration.ofMillis(400));
        try (RawClient first = relay.connect();
                RawClient second = relay.connect();
                RawClient third = relay.connect()) {
            first.send(RunningIntakeServer.post(KEY, LARGE));
            second.send(RunningIntakeServer.post(OTHER_KEY, LARGE));

            assertThat(first.readAnswer()).startsWith("HTTP/1.1 503").contains("could not be inspected in time");
            assertThat(second.readAnswer()).startsWith("HTTP/1.1 503").contains("Retry-After");
            assertThat(relay.server.inFlightBytes()).isZero();
            inspected.countDown();

            assertThat(third.send(RunningIntakeServer.post(KEY, LARGE)).readAnswer())
                    .startsWith("HTTP/1.1 200");
            assertThat(relay.submitted).hasSize(1);
        }
    }

    @Test
    void whoseSenderIsGoneIsNotStored() throws Exception {
        try (RawClient gone = relay.connect()) {
            gone.send(RunningIntakeServer.post(KEY, LARGE));
            await().until(() -> !inspecting.isEmpty());
        }
        await().until(() -> relay.server.inFlight() == 0);
        inspected.countDown();

        try (RawClient next = relay.connect()) {
            assertThat(next.send(RunningIntakeServer.post(KEY, LARGE)).readAnswer())
                    .startsWith("HTTP/1.1 200");
        }
        assertThat(relay.submitted).hasSize(1);
    }

    @Test
    void anErrorWhileItIsInspectedIsAnsweredAndLeavesNothingBehind() throws Exception {
        relay.inspection = submission -> {
            throw new NoClassDefFoundError("io.alertrelay.Missing");
        };
        try (RawClient client = relay.connect()) {
            assertThat(client.send(RunningIntakeServer.post(KEY, LARGE)).readAnswer())
                    .startsWith("HTTP/1.1 503");
            assertThat(client.send(RunningIntakeServer.post(KEY, LARGE)).readAnswer())
                    .startsWith("HTTP/1.1 503");
        }

        assertThat(relay.broken).hasSize(2);
        assertThat(relay.server.inFlight()).isZero();
        assertThat(relay.server.inFlightBytes()).isZero();
    }

    @Test
    void whatIsBeingInspectedWhenTheRelayStopsIsStillCompleted() throws Exception {
        try (RawClient client = relay.connect()) {
            client.send(RunningIntakeServer.post(KEY, LARGE));
            await().until(() -> !inspecting.isEmpty());

            relay.server.stopTaking();
            assertThat(relay.server.inFlight()).isEqualTo(1);
            inspected.countDown();

            assertThat(client.readAnswer()).startsWith("HTTP/1.1 200");
            assertThat(relay.submitted).hasSize(1);
        }
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return packed.toByteArray();
    }
}
