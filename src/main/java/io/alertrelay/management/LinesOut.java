package io.alertrelay.management;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * An answer of JSON lines, each sent when available. The writer waits for the reader, with a timeout. For one thread,
 * which may block.
 */
final class LinesOut {
    private static final long PATIENCE_SECONDS = 30;

    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final Consumer<HttpServerResponse> head;
    private boolean begun;

    /** @param head sets the headers that every answer has */
    LinesOut(HttpServerRequest request, Consumer<HttpServerResponse> head) {
        this.request = request;
        this.response = request.response();
        this.head = head;
    }

    /** Sends a line; false if the client is gone. */
    boolean write(ObjectNode line) {
        if (response.closed()) {
            return false;
        }
        begin();
        return isDone(response.write(line + "\n"));
    }

    /** It is complete. */
    void end() {
        if (!response.closed()) {
            begin();
            response.end();
        }
    }

    private void begin() {
        if (!begun) {
            begun = true;
            head.accept(response);
            response.setChunked(true).putHeader("Content-Type", "application/x-ndjson; charset=utf-8");
        }
    }

    /**
     * Reports in a last line that it can't be completed; if no line was sent yet, it does nothing and returns false.
     */
    boolean fail(ObjectNode refusal) {
        if (begun) {
            write(refusal);
            end();
        }
        return begun;
    }

    private boolean isDone(Future<Void> sent) {
        try {
            sent.toCompletionStage().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException e) {
            return false;
        } catch (TimeoutException e) {
            Clients.hangUp(request.connection());
            return false;
        }
    }
}
