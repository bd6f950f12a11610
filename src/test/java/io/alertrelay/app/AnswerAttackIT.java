package io.alertrelay.app;

import static io.alertrelay.testing.TestConfig.DEDICATED_KEY;
import static io.alertrelay.testing.TestConfig.SHARED_KEY;
import static io.alertrelay.testing.TestConfig.pushKey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.alertrelay.testing.Bodies;
import io.alertrelay.testing.RawTarget;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A push target that answers in every way that costs memory or time, while another channel is served throughout. */
@Tag("timed")
class AnswerAttackIT extends ReloadRig {
    private static final int HONEST = 200;
    private static final int ATTACKED = 30;
    /** Far below one answer of a gibibyte, and above what a garbage collector leaves. */
    private static final long MORE_HEAP = 128L << 20;

    private final CountDownLatch over = new CountDownLatch(1);
    private final AtomicInteger answers = new AtomicInteger();
    private final byte[] bomb = bomb();

    @Test
    void answersWithoutEndBombsAndTricklesDelayNoOtherChannelAndCostNoMemory() throws Exception {
        try (RawTarget attacker = new RawTarget(this::attack)) {
            write(yaml.replace(
                    "\"http://127.0.0.1:" + flashduty.port() + "/event/push/alert/standard?integration_key="
                            + pushKey("oncall") + "\"",
                    "\"" + attacker.url() + "\", timeout: 1s"));
            applied(reload());
            long before = used();
            for (int i = 0; i < ATTACKED; i++) {
                assertThat(post(SHARED_KEY, "attacked" + i, "nobody")).isTrue();
            }
            for (int i = 0; i < HONEST; i++) {
                assertThat(relay.post(DEDICATED_KEY, Bodies.firing("honest" + i, "critical", "x"))
                                .statusCode())
                        .isEqualTo(200);
                assertThat(over.await(50, TimeUnit.MILLISECONDS)).isFalse();
            }

            await().atMost(SOON).until(() -> titles("payments").size() == HONEST);
            assertThat(titles("payments"))
                    .containsAll(IntStream.range(0, HONEST)
                            .mapToObj(i -> "honest" + i)
                            .toList());
            // The channel rests longer and longer: whoever does not want to wait for that probes it.
            await().atMost(SOON.multipliedBy(3))
                    .pollInterval(Duration.ofSeconds(2))
                    .until(() -> {
                        relay.manage("channels/oncall/probe", "");
                        return answers.get() >= 2 * attacks().size();
                    });
            assertThat(relay.channel("payments").path("state").asText()).isEqualTo("running");
            await().atMost(SOON)
                    .until(() -> List.of("held", "probing")
                            .contains(relay.channel("oncall").path("state").asText()));
            assertThat(relay.channel("oncall").path("waiting").asInt()).isEqualTo(ATTACKED);
            assertThat(attacker.open()).isLessThanOrEqualTo(8);
            assertThat(used() - before).isLessThan(MORE_HEAP);
        } finally {
            over.countDown();
        }
    }

    private List<RawTarget.Script> attacks() {
        return List.of(
                out -> {
                    out.write(RawTarget.bytes("HTTP/1.1 200 OK\r\n\r\n"));
                    endless(out, new byte[64 << 10]);
                },
                out -> {
                    out.write(RawTarget.bytes("HTTP/1.1 200 OK\r\n\r\n{\"request_id\":\""));
                    endless(out, RawTarget.bytes("x".repeat(64 << 10)));
                },
                out -> {
                    out.write(RawTarget.bytes("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: "
                            + bomb.length + "\r\n\r\n"));
                    out.write(bomb);
                },
                out -> {
                    out.write(RawTarget.bytes("HTTP/1.1 200 OK\r\n\r\n"));
                    trickle(out, "x");
                },
                out -> trickle(out, "HTTP/1.1 100 Continue\r\n\r\n"),
                out -> {
                    out.write(RawTarget.bytes("HTTP/1.1 200 OK\r\n"));
                    endless(out, RawTarget.bytes("X-More: more\r\n"));
                },
                out -> {
                    out.write(RawTarget.bytes("HTTP/1.1 200 OK\r\nX-Long: "));
                    endless(out, RawTarget.bytes("x".repeat(64 << 10)));
                });
    }

    private void attack(OutputStream out) throws IOException {
        attacks().get(answers.getAndIncrement() % attacks().size()).answer(out);
    }

    private static void endless(OutputStream out, byte[] again) throws IOException {
        for (long written = 0; written < 1L << 30; written += again.length) {
            out.write(again);
        }
    }

    private void trickle(OutputStream out, String again) throws IOException {
        try {
            while (!over.await(100, TimeUnit.MILLISECONDS)) {
                out.write(RawTarget.bytes(again));
                out.flush();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Half a mebibyte that becomes half a gibibyte. */
    private static byte[] bomb() {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            byte[] zeros = new byte[1 << 20];
            for (int i = 0; i < 512; i++) {
                out.write(zeros);
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return packed.toByteArray();
    }

    private static long used() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
