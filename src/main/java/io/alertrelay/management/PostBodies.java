package io.alertrelay.management;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.function.Consumer;

/** Reads what is posted, within bounds of size and time, each and all together. For the port's one event loop. */
final class PostBodies {
    private static final int MOST_BYTES = 16 << 20;
    private static final long MOST_BYTES_TOGETHER = 32L << 20;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Vertx vertx;
    private long together;

    PostBodies(Vertx vertx) {
        this.vertx = vertx;
    }

    /**
     * Reads it.
     *
     * @param whole receives the body
     * @param refused receives the answer instead, if the body is too large or too slow
     */
    void read(HttpServerRequest request, Consumer<byte[]> whole, Consumer<ApiAnswer> refused) {
        new BodyInProgress(request, whole, refused).start();
    }

    private final class BodyInProgress {
        private final HttpServerRequest request;
        private final Consumer<byte[]> whole;
        private final Consumer<ApiAnswer> refused;
        private final Buffer body = Buffer.buffer();
        private long timer;
        private boolean over;

        private BodyInProgress(HttpServerRequest request, Consumer<byte[]> whole, Consumer<ApiAnswer> refused) {
            this.request = request;
            this.whole = whole;
            this.refused = refused;
        }

        private void start() {
            timer = vertx.setTimer(
                    PATIENCE.toMillis(),
                    late -> refuse(408, "TooSlow", "expected the body within " + PATIENCE.toSeconds() + " s"));
            request.exceptionHandler(broken -> end());
            request.handler(this::part);
            request.endHandler(end -> {
                if (end()) {
                    whole.accept(body.getBytes());
                }
            });
        }

        private void part(Buffer part) {
            if (over) {
                return;
            }
            if (body.length() + part.length() > MOST_BYTES) {
                refuse(413, "BodyTooLarge", "expected at most " + MOST_BYTES + " bytes");
            } else if (together + part.length() > MOST_BYTES_TOGETHER) {
                refuse(503, "Busy", "too much is being posted; ask again");
            } else {
                together += part.length();
                body.appendBuffer(part);
            }
        }

        private void refuse(int status, String code, String message) {
            if (end()) {
                refused.accept(ApiAnswer.error(status, code, message));
            }
        }

        private boolean end() {
            if (over) {
                return false;
            }
            over = true;
            together -= body.length();
            vertx.cancelTimer(timer);
            return true;
        }
    }
}
