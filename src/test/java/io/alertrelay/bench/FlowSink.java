package io.alertrelay.bench;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;

/** Answers each event at once as Flashduty does, and notes when the first with each number came. */
final class FlowSink implements AutoCloseable {
    /** Before the number of an alert, in its name. */
    static final String MARK = "flow-alert-";

    private static final byte[] NAME = MARK.getBytes(StandardCharsets.US_ASCII);
    private static final String ANSWER = "{\"request_id\":\"0\",\"data\":{\"alert_key\":\"k\"}}";

    private final HttpServer server;
    private volatile AtomicLongArray arrivals = new AtomicLongArray(0);
    private final AtomicInteger count = new AtomicInteger();

    FlowSink(Vertx vertx) throws Exception {
        server = vertx.createHttpServer()
                .requestHandler(request -> request.body().onSuccess(body -> {
                    arrived(body);
                    request.response()
                            .putHeader("Content-Type", "application/json")
                            .end(ANSWER);
                }))
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get();
    }

    int port() {
        return server.actualPort();
    }

    /** Forgets all, and expects the numbers below that. */
    void expect(int numbers) {
        count.set(0);
        arrivals = new AtomicLongArray(numbers);
    }

    /** How many of them have come. */
    int count() {
        return count.get();
    }

    /** When it came, as {@link System#nanoTime} has it; 0 if it has not. */
    long arrival(int number) {
        return arrivals.get(number);
    }

    private void arrived(Buffer body) {
        byte[] bytes = body.getBytes();
        for (int at = indexOf(bytes, 0); at >= 0; at = indexOf(bytes, at)) {
            int number = 0;
            for (at += NAME.length; at < bytes.length && Character.isDigit(bytes[at]); at++) {
                number = number * 10 + Character.digit(bytes[at], 10);
            }
            if (number < arrivals.length() && arrivals.compareAndSet(number, 0, System.nanoTime())) {
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
