package io.alertrelay.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.alertrelay.config.ConnectionLimits;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who gets a connection, who keeps it, and for how long. */
class IntakeServerConnectionsTest {
    private static final int MAX = 20;
    private static final Duration NEVER = Duration.ofMinutes(5);

    private final List<RawClient> clients = new ArrayList<>();
    private RunningIntakeServer relay;

    @AfterEach
    void close() throws IOException {
        for (RawClient client : clients) {
            client.close();
        }
        relay.close();
    }

    @Test
    void connectionsWithoutARequestMakeRoomForTheNextOneAndAKnownSenderKeepsItsOwn() throws Exception {
        relay = new RunningIntakeServer(RunningIntakeServer.settings(10, RunningIntakeServer.connections(MAX, NEVER)));
        RawClient known = connect().send(RunningIntakeServer.post(RunningIntakeServer.KEY, "{}"));
        assertThat(known.readAnswer()).startsWith("HTTP/1.1 200");

        RawClient oldest = connect();
        for (int i = 0; i < 5 * MAX; i++) {
            connect();
        }

        assertThat(oldest.isClosed()).isTrue();
        await().until(() -> relay.server.connections() <= MAX);
        assertThat(relay.full).containsAnyOf(Bound.CONNECTIONS, Bound.CONNECTIONS_PER_ADDRESS);
        assertThat(relay.closed)
                .contains(IntakeServerWatcher.Closed.EVICTED)
                .doesNotContain(IntakeServerWatcher.Closed.REFUSED);
        assertThat(known.send(RunningIntakeServer.post(RunningIntakeServer.KEY, "{}"))
                        .readAnswer())
                .startsWith("HTTP/1.1 200");
        assertThat(connect()
                        .send(RunningIntakeServer.post(RunningIntakeServer.KEY, "{}"))
                        .readAnswer())
                .startsWith("HTTP/1.1 200");
    }

    @Test
    void oneAddressHasToMakeRoomAmongItsOwn() throws Exception {
        relay = new RunningIntakeServer(RunningIntakeServer.settings(
                10, RunningIntakeServer.connections(MAX, OptionalInt.of(3), NEVER, RunningIntakeServer.NO_PROXIES)));
        RawClient first = connect();
        connect();
        connect();
        connect();

        assertThat(first.isClosed()).isTrue();
        await().until(() -> relay.server.connections() == 3);
        assertThat(relay.full).containsExactly(Bound.CONNECTIONS_PER_ADDRESS);
    }

    @Test
    void aTrustedProxyMayHaveMoreThanOneAddress() throws Exception {
        relay = new RunningIntakeServer(RunningIntakeServer.settings(
                10, RunningIntakeServer.connections(MAX, OptionalInt.of(3), NEVER, RunningIntakeServer.LOCAL_PROXY)));
        for (int i = 0; i < 10; i++) {
            connect();
        }

        await().until(() -> relay.server.connections() == 10);
        assertThat(relay.closed).isEmpty();
    }

    @Test
    void whereAllHaveAWebhookUnderWayANewOneIsRefusedWithRetryAfter() throws Exception {
        relay = new RunningIntakeServer(RunningIntakeServer.settings(
                10, RunningIntakeServer.connections(MAX, OptionalInt.of(2), NEVER, RunningIntakeServer.NO_PROXIES)));
        List<CompletableFuture<IntakeReply>> pending = new ArrayList<>();
        relay.intake = submission -> {
            CompletableFuture<IntakeReply> reply = new CompletableFuture<>();
            pending.add(reply);
            return reply;
        };
        RawClient first = connect().send(RunningIntakeServer.post(RunningIntakeServer.KEY, "{}"));
        RawClient second = connect().send(RunningIntakeServer.post(RunningIntakeServer.KEY, "{}"));
        await().until(() -> pending.size() == 2);

        assertThat(connect().readToEnd()).startsWith("HTTP/1.1 503").contains("Retry-After: 2");
        assertThat(relay.closed).containsExactly(IntakeServerWatcher.Closed.REFUSED);

        pending.forEach(reply -> reply.complete(IntakeReply.accepted("x", 1)));
        assertThat(first.readAnswer()).startsWith("HTTP/1.1 200");
        assertThat(second.readAnswer()).startsWith("HTTP/1.1 200");
    }

    @Test
    void aHeadThatTricklesIsAnswered408HoweverOftenAByteComes() throws Exception {
        relay = new RunningIntakeServer(
                RunningIntakeServer.settings(10, RunningIntakeServer.connections(MAX, Duration.ofMillis(500))));
        RawClient trickling = connect().send("POST /event/push/alert/aliyun-arms HTTP/1.1\r\nX-A: ");

        await().pollInterval(Duration.ofMillis(50)).until(() -> {
            try {
                trickling.send("a");
            } catch (IOException closed) {
                return true;
            }
            return relay.closed.contains(IntakeServerWatcher.Closed.SLOW_HEAD);
        });

        assertThat(trickling.readToEnd()).startsWith("HTTP/1.1 408").contains("RequestTimeout");
        assertThat(relay.answered).extracting(a -> a.reply().status()).containsExactly(408);
        await().until(() -> relay.server.connections() == 0);
    }

    @Test
    void theHeadOfALaterRequestOnTheSameConnectionHasTheSameDeadline() throws Exception {
        relay = new RunningIntakeServer(
                RunningIntakeServer.settings(10, RunningIntakeServer.connections(MAX, Duration.ofMillis(500))));
        RawClient client = connect().send(RunningIntakeServer.post(RunningIntakeServer.KEY, "{}"));
        assertThat(client.readAnswer()).startsWith("HTTP/1.1 200");

        assertThat(client.send("POST /event").readToEnd()).startsWith("HTTP/1.1 408");
    }

    @Test
    void aBodyThatTricklesIsAnswered503SoThatItIsPostedAgainAndItsRoomGivenBack() throws Exception {
        relay = new RunningIntakeServer(RunningIntakeServer.settings(
                10, Duration.ofMillis(500), RunningIntakeServer.connections(MAX, Duration.ofSeconds(30))));
        RawClient trickling = connect().send(RunningIntakeServer.head(RunningIntakeServer.KEY, "Content-Length: 1000"));

        await().pollInterval(Duration.ofMillis(50)).until(() -> {
            try {
                trickling.send("a");
            } catch (IOException closed) {
                return true;
            }
            return !relay.answered.isEmpty();
        });

        assertThat(trickling.readToEnd())
                .startsWith("HTTP/1.1 503")
                .contains("Retry-After: 2", "Connection: close", "the body did not arrive in time");
        assertThat(relay.answered)
                .singleElement()
                .satisfies(one -> assertThat(one.reply().notNow()).contains(UnavailableReason.SLOW));
        assertThat(relay.brokenOff).isEmpty();
        assertThat(relay.server.inFlight()).isZero();
        assertThat(relay.server.inFlightBytes()).isZero();
        await().until(() -> relay.server.connections() == 0);
    }

    @Test
    void aBodyThatTakesLongerThanItsSenderWaitsIsAnswered503WithTheReasonAndNotStored() throws Exception {
        relay = new RunningIntakeServer(RunningIntakeServer.patient(Duration.ofMillis(300)));
        long began = System.nanoTime();
        RawClient slow = connect().send(RunningIntakeServer.head(RunningIntakeServer.KEY, "Content-Length: 2") + "{");
        await().until(() -> System.nanoTime() - began > Duration.ofMillis(600).toNanos());

        assertThat(slow.send("}").readToEnd())
                .startsWith("HTTP/1.1 503")
                .contains("Connection: close")
                .contains("sender_patience");
        assertThat(relay.answered).singleElement().satisfies(one -> {
            assertThat(one.integration()).isEqualTo("arms-prod");
            assertThat(one.reply().notNow()).contains(UnavailableReason.TOO_OLD);
        });
        assertThat(relay.closed).containsExactly(IntakeServerWatcher.Closed.TOO_OLD);
        assertThat(relay.submitted).isEmpty();
        await().until(() -> relay.server.connections() == 0);
        assertThat(relay.server.inFlight()).isZero();
    }

    @Test
    void whatWasPostedBeforeTheMachineSleptIsNotStored() throws Exception {
        relay = new RunningIntakeServer(RunningIntakeServer.patient(Duration.ofSeconds(5)));
        RawClient client = connect().send(RunningIntakeServer.head(RunningIntakeServer.KEY, "Content-Length: 2") + "{");
        await().until(() -> relay.server.inFlightBytes() == 1);

        relay.slept.addAndGet(Duration.ofMinutes(1).toNanos());

        assertThat(client.send("}").readToEnd()).startsWith("HTTP/1.1 503").contains("the relay was suspended");
        assertThat(relay.submitted).isEmpty();
        assertThat(relay.stoodStill).isNotEmpty();
    }

    @Test
    void aConnectionWaitsForItsNextWebhookAsLongAsItMayWhateverTheDeadlinesOfARequestAre() throws Exception {
        Duration keepAlive = Duration.ofSeconds(3);
        relay = new RunningIntakeServer(RunningIntakeServer.settings(
                10,
                Duration.ofMillis(500),
                new ConnectionLimits(
                        MAX,
                        OptionalInt.empty(),
                        keepAlive,
                        Duration.ofMillis(500),
                        Duration.ofSeconds(2),
                        RunningIntakeServer.NO_PROXIES)));
        RawClient posted = connect().send(RunningIntakeServer.post(RunningIntakeServer.KEY, "{}"));
        assertThat(posted.readAnswer()).startsWith("HTTP/1.1 200");
        RawClient silent = connect();
        long answered = System.nanoTime();

        assertThat(posted.readToEnd()).isEmpty();

        assertThat(System.nanoTime() - answered).isGreaterThan(keepAlive.toNanos() / 2);
        assertThat(relay.closed).containsExactly(IntakeServerWatcher.Closed.IDLE);
        assertThat(silent.send(RunningIntakeServer.post(RunningIntakeServer.KEY, "{}"))
                        .readAnswer())
                .startsWith("HTTP/1.1 200");
    }

    @Test
    void whoDoesNotReadItsAnswersIsCutOff() throws Exception {
        relay = new RunningIntakeServer(RunningIntakeServer.settings(10, RunningIntakeServer.connections(MAX, NEVER)));
        // As long as a hundred of the usual ones: the system keeps millions of bytes for who does not read them.
        relay.intake = submission -> CompletableFuture.completedFuture(IntakeReply.accepted("x".repeat(10_000), 1));
        RawClient client = connect();
        byte[] posts = RunningIntakeServer.post(RunningIntakeServer.KEY, "{}")
                .repeat(100)
                .getBytes(java.nio.charset.StandardCharsets.UTF_8);

        await().pollInterval(Duration.ofMillis(1)).until(() -> {
            try {
                client.send(posts);
            } catch (IOException closed) {
                return true;
            }
            return relay.closed.contains(IntakeServerWatcher.Closed.UNREAD_ANSWERS);
        });

        await().until(() -> relay.server.connections() == 0);
        assertThat(relay.closed).containsExactly(IntakeServerWatcher.Closed.UNREAD_ANSWERS);
    }

    @Test
    void connectionsThatComeAndGoLeaveNothingBehind() throws Exception {
        relay = new RunningIntakeServer(RunningIntakeServer.settings(10, RunningIntakeServer.connections(MAX, NEVER)));
        for (int i = 0; i < 100; i++) {
            try (RawClient client = relay.connect()) {
                if (i % 2 == 0) {
                    client.send(RunningIntakeServer.post(RunningIntakeServer.KEY, "{}"));
                }
                if (i % 3 == 0) {
                    client.send("rubbish\r\n\r\n");
                }
            }
        }

        await().until(() -> relay.server.connections() == 0 && relay.server.inFlight() == 0);
        assertThat(relay.server.inFlightBytes()).isZero();
    }

    @Test
    void theThreadThatServesThePortSaysThatItIsAliveWhileItIs() throws Exception {
        relay = new RunningIntakeServer(RunningIntakeServer.settings(10, RunningIntakeServer.connections(MAX, NEVER)));
        await().until(() -> relay.beats.get() >= 2);

        CountDownLatch stuck = new CountDownLatch(1);
        relay.intake = submission -> {
            try {
                stuck.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return CompletableFuture.completedFuture(IntakeReply.accepted("x", 1));
        };
        RawClient client = connect().send(RunningIntakeServer.post(RunningIntakeServer.KEY, "{}"));
        await().until(() -> relay.server.inFlight() == 1);
        int before = relay.beats.get();
        await().during(Duration.ofSeconds(3)).until(() -> relay.beats.get() <= before + 1);

        stuck.countDown();
        assertThat(client.readAnswer()).startsWith("HTTP/1.1 200");
        await().until(() -> relay.beats.get() > before + 1);
    }

    private RawClient connect() throws IOException {
        RawClient client = relay.connect();
        clients.add(client);
        return client;
    }
}
