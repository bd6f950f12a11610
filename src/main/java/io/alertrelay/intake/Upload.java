package io.alertrelay.intake;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Supplier;

/** The body of one webhook on its way from the socket to the intake. Lives on the event loop of its connection. */
final class Upload {
    private static final long BODY_TIMEOUT_MILLIS = 10_000;

    private final Vertx vertx;
    private final Caller caller;
    private final Source source;
    private final BodyReader reader;
    private final InFlight inFlight;
    private final Supplier<Optional<Intake>> intake;
    private final DoorSettings settings;
    private final Clock clock;
    private final Buffer body = Buffer.buffer();
    private long timer;
    private long counted;
    private boolean left;

    Upload(
            Vertx vertx,
            Caller caller,
            Source source,
            BodyReader reader,
            InFlight inFlight,
            Supplier<Optional<Intake>> intake,
            DoorSettings settings,
            Clock clock) {
        this.vertx = vertx;
        this.caller = caller;
        this.source = source;
        this.reader = reader;
        this.inFlight = inFlight;
        this.intake = intake;
        this.settings = settings;
        this.clock = clock;
    }

    void start() {
        if (!inFlight.enter()) {
            caller.unavailable("too many webhooks are in flight");
            return;
        }
        timer = vertx.setTimer(BODY_TIMEOUT_MILLIS, late -> {
            leave();
            caller.reject(408, "RequestTimeout", "the body did not arrive in time");
        });
        caller.request().exceptionHandler(gone -> leave());
        caller.request().handler(this::chunk);
        caller.request().endHandler(end -> complete());
    }

    private void chunk(Buffer chunk) {
        if (left) {
            return;
        }
        if (body.length() + chunk.length() > settings.maxBodyBytes()) {
            leave();
            caller.tooLarge(settings.maxBodyBytes());
        } else if (grow(chunk.length())) {
            body.appendBuffer(chunk);
        }
    }

    private boolean grow(long bytes) {
        if (inFlight.grow(bytes)) {
            counted += bytes;
            return true;
        }
        leave();
        caller.unavailable("too many bytes are in flight");
        return false;
    }

    private void complete() {
        if (left) {
            return;
        }
        vertx.cancelTimer(timer);
        try {
            byte[] unpacked = reader.read(body, caller.header("Content-Encoding"));
            if (unpacked.length <= body.length() || grow(unpacked.length - body.length())) {
                submit(unpacked, Optional.empty());
            }
        } catch (BodyReader.TooLargeException e) {
            leave();
            caller.tooLarge(settings.maxBodyBytes());
        } catch (BodyReader.UndecodableException e) {
            submit(body.getBytes(), Optional.of(e.getMessage()));
        }
    }

    private void submit(byte[] content, Optional<String> undecodable) {
        Optional<Intake> open = intake.get();
        if (open.isEmpty()) {
            leave();
            caller.unavailable("the relay is stopping");
            return;
        }
        timer = vertx.setTimer(
                settings.ackTimeout().toMillis(), late -> caller.unavailable("Kafka did not acknowledge in time"));
        Context loop = vertx.getOrCreateContext();
        Submission submission = new Submission(
                caller.integration(),
                source,
                caller.header("Content-Type"),
                content,
                clock.instant(),
                caller.nonce(),
                undecodable);
        open.get()
                .submit(submission)
                .whenComplete((reply, failure) -> loop.runOnContext(v -> {
                    leave();
                    if (failure == null) {
                        caller.answer(reply);
                    } else {
                        caller.unavailable("the webhook could not be stored");
                    }
                }));
    }

    private void leave() {
        if (!left) {
            left = true;
            vertx.cancelTimer(timer);
            inFlight.leave(counted);
        }
    }
}
