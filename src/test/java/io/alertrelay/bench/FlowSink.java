package io.alertrelay.bench;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.Stream;

/**
 * Answers each event at once as Flashduty does, and notes when the first with each number came to each channel. The
 * last channel can be made to misbehave.
 */
final class FlowSink implements AutoCloseable {
    /** Before the number of an alert, in its name. */
    static final String MARK = "flow-alert-";
    /** Before the number of a channel, in the query of its push URL. */
    static final String CHANNEL = "integration_key=k";

    private static final byte[] NAME = MARK.getBytes(StandardCharsets.US_ASCII);
    private static final String ANSWER = "{\"request_id\":\"0\",\"data\":{\"alert_key\":\"k\"}}";
    private static final int SERVER_ERROR = 500;
    private static final int TOO_MANY_REQUESTS = 429;

    private final HttpServer server;
    private final int channels;
    private volatile AtomicLongArray[] arrivals;
    private final AtomicInteger count = new AtomicInteger();
    private volatile Fault fault = Fault.NONE;

    /** What is wrong with the last channel. */
    enum Fault {
        NONE,
        HANGS,
        ANSWERS_500,
        RESETS,
        ANSWERS_429;

        String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    FlowSink(Vertx vertx, int channels) throws Exception {
        this.channels = channels;
        expect(0);
        server = vertx.createHttpServer()
                .requestHandler(request -> request.body().onSuccess(body -> answer(request, body)))
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get();
    }

    int port() {
        return server.actualPort();
    }

    int channels() {
        return channels;
    }

    /** Forgets all, and expects the numbers below that at each channel. */
    void expect(int numbers) {
        arrivals = Stream.generate(() -> new AtomicLongArray(numbers))
                .limit(channels)
                .toArray(AtomicLongArray[]::new);
        count.set(0);
    }

    /** How many of them have come, at all channels but one that misbehaves. */
    int count() {
        return count.get();
    }

    /** When it came, as {@link System#nanoTime} has it; 0 if it has not. */
    long arrival(int channel, int number) {
        return arrivals[channel].get(number);
    }

    /** From now on the last channel is like that. */
    void misbehave(Fault how) {
        fault = how;
    }

    private void answer(HttpServerRequest request, Buffer body) {
        String query = request.query();
        int channel =
                query != null && query.startsWith(CHANNEL) ? Integer.parseInt(query.substring(CHANNEL.length())) : 0;
        Fault met = channel == channels - 1 ? fault : Fault.NONE;
        switch (met) {
            case NONE -> {
                arrived(channel, body);
                request.response().putHeader("Content-Type", "application/json").end(ANSWER);
            }
            case ANSWERS_500 -> request.response().setStatusCode(SERVER_ERROR).end();
            case ANSWERS_429 ->
                request.response()
                        .setStatusCode(TOO_MANY_REQUESTS)
                        .putHeader("Content-Type", "application/json")
                        .end(
                                "{\"request_id\":\"0\",\"error\":{\"code\":\"RequestTooFrequently\",\"message\":\"slow down\"}}");
            case RESETS -> request.connection().close();
            case HANGS -> {}
        }
    }

    private void arrived(int channel, Buffer body) {
        byte[] bytes = body.getBytes();
        AtomicLongArray times = arrivals[channel];
        for (int at = indexOf(bytes, 0); at >= 0; at = indexOf(bytes, at)) {
            int number = 0;
            for (at += NAME.length; at < bytes.length && Character.isDigit(bytes[at]); at++) {
                number = number * 10 + Character.digit(bytes[at], 10);
            }
            if (number < times.length() && times.compareAndSet(number, 0, System.nanoTime())) {
                count.incrementAndGet();
            }
        }
    }

    private static int indexOf(byte[] bytes, int from) {
        for (int i = from; i <= bytes.length - NAME.length; i++) {
            int j = 0;
            while (j < NAME.length && bytes[i + j] == NAME[j]) {
                j++;
            }
            if (j == NAME.length) {
                return i;
            }
        }
        return -1;
    }

    @Override
    public void close() {
        server.close();
    }
}
