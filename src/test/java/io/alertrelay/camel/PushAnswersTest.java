package io.alertrelay.camel;

import static io.alertrelay.camel.PushRig.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.alertrelay.delivery.Push;
import io.alertrelay.flashduty.Answer;
import io.alertrelay.testing.RawTarget;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** No answer of a push target, whatever it is, costs more than 64 KiB and the channel's timeout. */
@Timeout(180)
class PushAnswersTest {
    private static final Duration SHORT = Duration.ofMillis(500);
    private static final String TAKEN = "{\"request_id\":\"r1\",\"data\":{}}";

    private final CountDownLatch testEnds = new CountDownLatch(1);
    private Optional<RawTarget> target = Optional.empty();
    private final PushRig rig = new PushRig(CamelComponents::http);
    /** Of the channel. Where it is not what ends the request, no busy machine takes as long. */
    private Duration timeout = Duration.ofSeconds(30);

    @AfterEach
    void closeAll() throws IOException {
        testEnds.countDown();
        rig.close();
        if (target.isPresent()) {
            target.get().close();
        }
    }

    @Test
    void anAnswerThatIsTakenIsTaken() {
        assertThat(answerOf(out -> out.write(RawTarget.answer(TAKEN))))
                .isEqualTo(new Answer.Delivered(Optional.of("r1")));
    }

    @Test
    void anAnswerWithoutEndIsReadUpToItsBoundAndTheConnectionClosed() {
        Answer answer = answerOf(out -> {
            out.write(RawTarget.bytes("HTTP/1.1 200 OK\r\n\r\n"));
            endless(out, new byte[8 << 10]);
        });

        assertThat(reply(answer)).contains("more than 65536 bytes");
        await().until(() -> target.orElseThrow().open() == 0);
    }

    @Test
    void aSuccessThatBeginsAsFlashdutysAndNeverEndsIsNoProofOfAcceptance() {
        Answer answer = answerOf(out -> {
            out.write(RawTarget.bytes("HTTP/1.1 200 OK\r\n\r\n{\"request_id\":\"r1\",\"data\":\""));
            endless(out, RawTarget.bytes("x".repeat(1_000)));
        });

        assertThat(answer).isEqualTo(Answer.lost("an answer of more than 65536 bytes, whose end is not known"));
    }

    @ParameterizedTest
    @ValueSource(longs = {1_000_000_000, Long.MAX_VALUE})
    void anAnswerOfMoreThan64KiBIsJudgedByItsStatusAndWhatCouldBeRead(long length) {
        String refused = "{\"error\":{\"code\":\"InvalidParameter\",\"message\":\"title\"},\"data\":\"";
        Answer answer = answerOf(out -> {
            out.write(RawTarget.bytes("HTTP/1.1 400 Bad Request\r\nContent-Length: " + length + "\r\n\r\n" + refused));
            endless(out, RawTarget.bytes("x".repeat(1_000)));
        });

        assertThat(answer).isInstanceOf(Answer.Refused.class);
        assertThat(reply(answer)).isEqualTo("title");
    }

    @Test
    void aNumberOfTheQueryInAnAnswerLeavesItJson() {
        Answer answer =
                answerOf(out -> out.write(RawTarget.answer("{\"request_id\":\"r1\",\"data\":{\"n\":2533748993131}}")));

        assertThat(answer).isEqualTo(new Answer.Delivered(Optional.of("r1")));
    }

    @Test
    void whatAnAnswerQuotesOfTheQueryIsMaskedUnlessItOnlySaysHowToHandleTheEvent() {
        Answer answer = answerOf(
                out -> out.write(
                        RawTarget.answer(
                                "{\"error\":{\"code\":\"InvalidParameter\",\"message\":\"Critical of 2533748993131 secret\\u0073ecret\"}}")));

        assertThat(reply(answer)).isEqualTo("Critical of *** ***");
    }

    @Test
    void aCompressedAnswerIsUnpackedUpToItsBoundHoweverSmallItWas() {
        byte[] bomb = bomb();
        assertThat(bomb.length).isLessThan(1 << 20);

        Answer answer = answerOf(out -> {
            out.write(RawTarget.bytes(
                    "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: " + bomb.length + "\r\n\r\n"));
            out.write(bomb);
        });

        assertThat(reply(answer)).contains("more than 65536 bytes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "x-gzip", "GZIP"})
    void aGatewayThatPacksWhateverPassesIsUnderstood(String encoding) {
        byte[] body = gzip(RawTarget.bytes(TAKEN));

        assertThat(answerOf(out -> {
                    out.write(RawTarget.bytes("HTTP/1.1 200 OK\r\nContent-Encoding: " + encoding
                            + "\r\nContent-Length: " + body.length + "\r\n\r\n"));
                    out.write(body);
                }))
                .isEqualTo(new Answer.Delivered(Optional.of("r1")));
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 400})
    void anAnswerThatIsNotPackedThoughItsHeaderSaysSoIsReadAsItIs(int status) {
        String refused = "{\"request_id\":\"r1\",\"error\":{\"code\":\"InvalidParameter\",\"message\":\"title\"}}";

        Answer answer = answerOf(out -> out.write(saidToBePacked(status, RawTarget.bytes(refused))));

        assertThat(answer).isInstanceOf(Answer.Refused.class);
        assertThat(reply(answer)).isEqualTo("title");
    }

    @Test
    void anAcceptanceThatIsNotPackedThoughItsHeaderSaysSoIsOne() {
        assertThat(answerOf(out -> out.write(saidToBePacked(200, RawTarget.bytes(TAKEN)))))
                .isEqualTo(new Answer.Delivered(Optional.of("r1")));
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 400})
    void aLoginPageThatIsNotPackedThoughItsHeaderSaysSoHoldsTheChannel(int status) {
        Answer answer = answerOf(out -> out.write(saidToBePacked(status, RawTarget.bytes("<html>Log in</html>"))));

        assertThat(answer).isInstanceOf(Answer.ChannelFault.class);
        assertThat(reply(answer)).isEqualTo("an answer of 19 bytes that is not Flashduty's JSON");
    }

    static Stream<byte[]> brokenBeforeAnyContent() {
        byte[] spaces = gzip(RawTarget.bytes(" \n "));
        byte[] accepted = gzip(RawTarget.bytes(TAKEN));
        byte[] endless = new byte[1 << 20];
        byte[] empty = gzip(new byte[0]);
        for (int i = 0; i + empty.length <= endless.length; i += empty.length) {
            System.arraycopy(empty, 0, endless, i, empty.length);
        }
        return Stream.of(
                new byte[] {0x1f, (byte) 0x8b},
                new byte[] {0x1f, (byte) 0x8b, 8, 'g', 'a', 'r', 'b', 'a', 'g', 'e', '!', '!', '!', '!', '!'},
                Arrays.copyOf(accepted, 10),
                Arrays.copyOf(accepted, 11),
                Arrays.copyOf(spaces, spaces.length - 8),
                endless);
    }

    @ParameterizedTest
    @MethodSource("brokenBeforeAnyContent")
    void aSuccessThatCanNotBeUnpackedIsNoEmptyOneWhichWouldMeanAcceptance(byte[] body) {
        assertThat(answerOf(out -> out.write(saidToBePacked(200, body)))).isInstanceOf(Answer.ChannelFault.class);
    }

    @ParameterizedTest
    @MethodSource("brokenBeforeAnyContent")
    void aFailureThatCanNotBeUnpackedIsJudgedByItsStatusAndNotCalledEmpty(byte[] body) {
        Answer answer = answerOf(out -> out.write(saidToBePacked(400, body)));

        assertThat(answer).isInstanceOf(Answer.ChannelFault.class);
        assertThat(reply(answer)).contains("that is not Flashduty's JSON");
    }

    @Test
    void aSuccessThatIsPackedAndEmptyIsAnEmptyOne() {
        assertThat(answerOf(out -> out.write(saidToBePacked(200, gzip(new byte[0])))))
                .isEqualTo(new Answer.Delivered(Optional.empty()));
    }

    @Test
    void aPackedAnswerOfThousandsOfEmptyPartsIsJustAnAnswer() {
        byte[] empty = gzip(new byte[0]);
        Answer answer = answerOf(out -> {
            out.write(RawTarget.bytes("HTTP/1.1 503 Busy\r\nContent-Encoding: gzip\r\n\r\n"));
            for (int i = 0; i < 10_000; i++) {
                out.write(empty);
            }
        });

        assertThat(answer).isInstanceOf(Answer.Unavailable.class);
    }

    @Test
    void anAnswerThatTricklesEndsWithTheTimeoutOfTheChannel() {
        timeout = SHORT;
        assertEndsInTime(answerOf(out -> {
            out.write(RawTarget.bytes("HTTP/1.1 200 OK\r\n\r\n"));
            trickle(out, "x");
        }));
    }

    @Test
    void headersThatTrickleEndWithTheTimeoutOfTheChannel() {
        timeout = SHORT;
        assertEndsInTime(answerOf(out -> trickle(out, "H")));
    }

    @Test
    void informationWithoutEndEndsWithTheTimeoutOfTheChannel() {
        timeout = SHORT;
        assertEndsInTime(answerOf(out -> trickle(out, "HTTP/1.1 100 Continue\r\n\r\n")));
    }

    @Test
    void headersWithoutEndAreNoAnswer() {
        Answer answer = answerOf(out -> {
            out.write(RawTarget.bytes("HTTP/1.1 200 OK\r\n"));
            endless(out, RawTarget.bytes("X-More: more\r\n"));
        });

        assertThat(answer)
                .isInstanceOfSatisfying(
                        Answer.Unavailable.class,
                        u -> assertThat(u.unanswered()).isTrue());
        assertThat(reply(answer)).contains("Maximum header count exceeded");
    }

    @Test
    void aHeaderWithoutEndIsNoAnswer() {
        Answer answer = answerOf(out -> {
            out.write(RawTarget.bytes("HTTP/1.1 200 OK\r\nX-Long: "));
            endless(out, RawTarget.bytes("x".repeat(1_000)));
        });

        assertThat(answer).isInstanceOf(Answer.Unavailable.class);
        assertThat(reply(answer)).contains("Maximum line length limit exceeded");
    }

    @Test
    void informationWithoutEndAtFullSpeedEndsToo() {
        timeout = SHORT;
        Answer answer = answerOf(out -> endless(out, RawTarget.bytes("HTTP/1.1 103 Early Hints\r\n\r\n")));

        assertThat(answer).isInstanceOf(Answer.Unavailable.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"no http at all\"",
                "<html>HTTP/0.9 has no status line</html>",
                "HTTP/1.1 two hundred OK\r\n\r\n",
                "HTTP/9.9 200 OK\r\n",
                "\r\n\r\n\r\n",
                "",
                "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"request_id\":\"r1\"",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFF\r\n{}",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"re",
                "HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n"
            })
    void whatIsNoWholeAnswerIsTriedAgain(String garbage) {
        assertThat(answerOf(out -> out.write(RawTarget.bytes(garbage)))).isInstanceOfAny(Answer.Unavailable.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Type: application/json; charset=no-such-charset",
                "Content-Type: application/x-java-serialized-object",
                "Content-Type: ;;;=",
                "Content-Encoding: no-such-encoding",
                "CamelHttpResponseCode: 500",
                "Set-Cookie: a=b"
            })
    void noHeaderOfAnAnswerChangesWhatItsStatusAndBodySay(String header) {
        assertThat(answerOf(out -> out.write(RawTarget.bytes("HTTP/1.1 200 OK\r\n" + header + "\r\nContent-Length: "
                        + TAKEN.length() + "\r\n\r\n" + TAKEN))))
                .isEqualTo(new Answer.Delivered(Optional.of("r1")));
    }

    @Test
    void anAnswerThatOnlySaysHowLongItIsIsNoAcceptance() {
        Answer answer = answerOf(out -> out.write(RawTarget.bytes("HTTP/1.1 200 OK\r\nContent-Type:"
                + " application/x-java-serialized-object\r\nContent-Length: 7\r\n\r\nforeign")));

        assertThat(answer).isInstanceOf(Answer.ChannelFault.class);
    }

    @Test
    void aHandshakeThatNeverEndsIsNotSent() throws IOException {
        timeout = SHORT;
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Answer answer = answer(push("https://127.0.0.1:" + silent.getLocalPort() + "/push"));

            assertThat(answer)
                    .isInstanceOfSatisfying(
                            Answer.Unavailable.class,
                            u -> assertThat(u.unanswered()).isFalse());
        }
    }

    @Test
    void aNameThatDoesNotExistIsNotSent() {
        Answer answer = answer(push("http://no-such-host.invalid/push"));

        assertThat(answer)
                .isInstanceOfSatisfying(
                        Answer.Unavailable.class,
                        u -> assertThat(u.unanswered()).isFalse());
    }

    @Test
    void afterManyRequestsThatHangTheNextOneIsMadeAllTheSame() {
        timeout = SHORT;
        Optional<byte[]> taken = Optional.of(RawTarget.answer(TAKEN));
        CountDownLatch hanging = new CountDownLatch(6);
        Push channel = push(target(out -> {
            if (hanging.getCount() > 0) {
                hanging.countDown();
                trickle(out, "H");
            } else {
                out.write(taken.orElseThrow());
            }
        }));
        for (int i = 0; i < 6; i++) {
            assertThat(answer(channel)).isInstanceOf(Answer.Unavailable.class);
        }

        // Within the short timeout, as soon as the machine gives it the time.
        await().until(() -> answer(channel), Answer.Delivered.class::isInstance);
    }

    private Answer answerOf(RawTarget.Script script) {
        return answer(push(target(script)));
    }

    private String target(RawTarget.Script script) {
        target = Optional.of(new RawTarget(script));
        return target.get().url();
    }

    private Push push(String url) {
        return rig.channel(url, timeout);
    }

    private void assertEndsInTime(Answer answer) {
        assertThat(answer)
                .isInstanceOfSatisfying(
                        Answer.Unavailable.class,
                        u -> assertThat(u.unanswered()).isTrue());
        assertThat(reply(answer)).isEqualTo("no whole answer within 500 ms");
        await().until(() -> target.orElseThrow().open() == 0);
    }

    private static String reply(Answer answer) {
        if (answer instanceof Answer.ChannelFault fault) {
            return fault.reply().message();
        }
        if (answer instanceof Answer.Refused refused) {
            return refused.reply().message();
        }
        assertThat(answer).isInstanceOf(Answer.Unavailable.class);
        return ((Answer.Unavailable) answer).reply().message();
    }

    /** Goes on for as long as the relay reads, or for a gibibyte. */
    private static void endless(OutputStream out, byte[] again) throws IOException {
        for (long written = 0; written < 1L << 30; written += again.length) {
            out.write(again);
        }
    }

    /** One every 50 ms, well within any timeout of a single read. */
    private void trickle(OutputStream out, String again) throws IOException {
        while (!passed(Duration.ofMillis(50))) {
            out.write(RawTarget.bytes(again));
            out.flush();
        }
    }

    private boolean passed(Duration pause) {
        try {
            return testEnds.await(pause.toMillis(), java.util.concurrent.TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private static byte[] saidToBePacked(int status, byte[] body) {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        answer.writeBytes(RawTarget.bytes(
                "HTTP/1.1 " + status + " So\r\nContent-Encoding: gzip\r\nContent-Length: " + body.length + "\r\n\r\n"));
        answer.writeBytes(body);
        return answer.toByteArray();
    }

    private static byte[] gzip(byte[] body) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(body);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return packed.toByteArray();
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
}
