package io.alertrelay.management;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EventStreamsTest {
    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicInteger gone = new AtomicInteger();

    @AfterEach
    void stop() {
        vertx.close();
    }

    @Test
    void whoDoesNotReadGoesAndThenNothingIsMadeForNobody() throws Exception {
        EventStreams streams = new EventStreams(vertx, this::much, response -> {}, Duration.ofMillis(20));
        HttpServer server = vertx.createHttpServer()
                .connectionHandler(connection -> connection.closeHandler(closed -> gone.incrementAndGet()))
                .requestHandler(request -> assertThat(streams.open(request)).isEmpty())
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(1, TimeUnit.MINUTES);
        try (Socket socket = new Socket("127.0.0.1", server.actualPort())) {
            socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));

            await().until(() -> gone.get() == 1);
        }
        int before = asked.get();
        await().during(Duration.ofMillis(200)).until(() -> asked.get() == before);
    }

    /** More than fits between the two, and another each time. */
    private ObjectNode much() {
        return JsonNodeFactory.instance.objectNode().put("text", ("" + asked.incrementAndGet()).repeat(2_000_000));
    }
}
