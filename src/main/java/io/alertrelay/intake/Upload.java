package io.alertrelay.intake;

import io.alertrelay.alert.TraceParent;
import io.alertrelay.arms.Sender;
import io.alertrelay.arms.WebhookReader;
import io.alertrelay.config.ServerSettings;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClosedException;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The body of one webhook on its way from the socket to the intake. Confined to the event loop of its connection.
 * Releases its room in flight however it ends.
 */
final class Upload {
    private final Vertx vertx;
    private final Caller caller;
    private final Sender sender;
    private final InFlightRoom.Seat seat;
    private final Supplier<Optional<Intake>> intake;
    private final InspectionTurns turns;
    private final IntakeServerWatcher watcher;
    private final Shortage shortage;
    private final ServerSettings settings;
    private final Clock clock;
    private final LongSupplier nanos;
    private final Buffer body = Buffer.buffer();
    private Optional<Runnable> waiting = Optional.empty();
    private long timer;
    private boolean whole;
    private boolean over;

    /**
     * @param shortage is told when there is no room for more bytes
     * @param nanos a monotonic clock, for how long an inspection takes
     */
    Upload(
            Vertx vertx,
            Caller caller,
            Sender sender,
            InFlightRoom.Seat seat,
            Supplier<Optional<Intake>> intake,
            InspectionTurns turns,
            IntakeServerWatcher watcher,
            Shortage shortage,
            ServerSettings settings,
            Clock clock,
            LongSupplier nanos) {
        this.vertx = vertx;
        this.caller = caller;
        this.sender = sender;
        this.seat = seat;
        this.intake = intake;
        this.turns = turns;
        this.watcher = watcher;
        this.shortage = shortage;
        this.settings = settings;
        this.clock = clock;
        this.nanos = nanos;
    }

    void start() {
        timer = vertx.setTimer(settings.bodyTimeout().toMillis(), late -> {
            end();
            // Not 408, after which Alertmanager would not post it again.
            caller.unavailable(UnavailableReason.SLOW, "the body did not arrive in time");
        });
        caller.request().exceptionHandler(this::brokenOff);
        caller.request().handler(chunk -> guarded(() -> chunk(chunk)));
        caller.request().endHandler(end -> guarded(this::complete));
    }

    /** The connection ended before it was stored, or can't be read any further. */
    private void brokenOff(Throwable cause) {
        if (over) {
            return;
        }
        end();
        caller.brokenOff(why(cause));
    }

    private String why(Throwable cause) {
        int received = body.length();
        boolean closed = cause instanceof HttpClosedException || cause instanceof IOException;
        if (!closed && !whole) {
            return "the body is no valid HTTP after " + received + " bytes";
        }
        return whole
                ? "the connection was closed before the body, of " + received + " bytes, could be stored"
                : announced()
                        .map(all -> "the connection was closed after " + received + " bytes of the body, of " + all)
                        .orElse("the connection was closed after " + received + " bytes of the body");
    }

    private Optional<String> announced() {
        return Optional.of(caller.header("Content-Length").strip()).filter(length -> length.matches("\\d{1,18}"));
    }

    private void chunk(Buffer chunk) {
        if (over) {
            return;
        }
        if (body.length() + chunk.length() > settings.maxBodyBytes()) {
            end();
            caller.tooLarge(settings.maxBodyBytes());
        } else if (seat.grow(chunk.length())) {
            body.appendBuffer(chunk);
        } else {
            noRoom();
        }
    }

    private void complete() {
        if (over) {
            return;
        }
        whole = true;
        String encoding = caller.header("Content-Encoding");
        if (!BodyReader.packed(encoding)) {
            submit(body.getBytes(), Optional.empty());
            return;
        }
        byte[] packed = body.getBytes();
        vertx.cancelTimer(timer);
        timer = vertx.setTimer(settings.bodyTimeout().toMillis(), late -> {
            end();
            caller.unavailable(UnavailableReason.FAULT, "the body could not be decompressed in time");
        });
        // On another thread, because a megabyte of tiny pieces takes time and other senders wait for this one.
        vertx.executeBlocking(() -> new BodyReader(settings.maxBodyBytes()).read(packed, encoding, seat::grow), false)
                .onComplete(read -> guarded(() -> {
                    if (over) {
                        return;
                    }
                    if (read.succeeded()) {
                        submit(read.result(), Optional.empty());
                    } else {
                        unreadable(packed, read.cause());
                    }
                }));
    }

    private void unreadable(byte[] packed, Throwable cause) {
        if (cause instanceof BodyReader.UndecodableException undecodable) {
            submit(packed, Optional.ofNullable(undecodable.getMessage()));
        } else if (cause instanceof BodyReader.TooLargeException) {
            end();
            caller.tooLarge(settings.maxBodyBytes());
        } else if (cause instanceof BodyReader.NoRoomException) {
            noRoom();
        } else {
            broken(cause);
        }
    }

    private void submit(byte[] content, Optional<String> undecodable) {
        if (caller.hasGivenUp()) {
            end();
            return;
        }
        Optional<Intake> open = intake.get();
        if (open.isEmpty()) {
            end();
            caller.unavailable(UnavailableReason.CLOSED, "the relay is stopping");
            return;
        }
        Submission submission = new Submission(
                caller.integration(),
                sender,
                caller.header("Content-Type"),
                content,
                clock.instant(),
                caller.nonce(),
                TraceParent.parse(caller.header("traceparent")),
                undecodable);
        if (WebhookReader.isLarge(content)) {
            inspect(submission, open.get());
        } else {
            store(() -> open.get().submit(submission), settings.ackTimeout());
        }
    }

    /**
     * On another thread, because it takes time and other senders wait for this one. It is stored from here, so what is
     * answered 503 meanwhile is not stored afterwards, when its sender may have sent something newer.
     */
    private void inspect(Submission submission, Intake to) {
        long since = nanos.getAsLong();
        Context loop = vertx.getOrCreateContext();
        vertx.cancelTimer(timer);
        timer = vertx.setTimer(inspectionTimeout().toMillis(), late -> inspectedLate());
        Runnable task = () -> {
            try {
                Supplier<CompletionStage<IntakeReply>> inspected = to.inspect(submission);
                loop.runOnContext(v ->
                        guarded(() -> inspected(inspected, Duration.ofNanos(nanos.getAsLong() - since))));
            } catch (Throwable e) {
                loop.runOnContext(v -> broken(e));
            }
        };
        waiting = Optional.of(task);
        turns.add(caller.integration(), task);
    }

    /** The rest of the time in which a sender is to have its answer is left to Kafka. */
    private Duration inspectionTimeout() {
        return settings.ackTimeout().multipliedBy(3).dividedBy(4);
    }

    private void inspectedLate() {
        end();
        caller.unavailable(UnavailableReason.FAULT, "the body could not be inspected in time");
    }

    private void inspected(Supplier<CompletionStage<IntakeReply>> storing, Duration took) {
        if (over) {
            return;
        }
        if (caller.hasGivenUp()) {
            end();
        } else if (took.compareTo(inspectionTimeout()) > 0) {
            inspectedLate();
        } else {
            store(storing, settings.ackTimeout().minus(took));
        }
    }

    private void store(Supplier<CompletionStage<IntakeReply>> storing, Duration timeout) {
        vertx.cancelTimer(timer);
        // From here on the body belongs to Kafka's producer and keeps its room until the ack, even if the sender is
        // gone.
        caller.request().exceptionHandler(gone -> {});
        timer = vertx.setTimer(
                timeout.toMillis(),
                late -> caller.unavailable(UnavailableReason.KAFKA, "Kafka did not acknowledge in time"));
        Context loop = vertx.getOrCreateContext();
        storing.get()
                .whenComplete((reply, failure) -> loop.runOnContext(v -> {
                    if (failure == null) {
                        end();
                        caller.answer(reply);
                    } else {
                        broken(failure);
                    }
                }));
    }

    private void noRoom() {
        end();
        shortage.reached();
        caller.unavailable(UnavailableReason.BYTES, "too many bytes are in flight");
    }

    /** Whatever is thrown, the room is released and the sender gets an answer. */
    private void guarded(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException | StackOverflowError e) {
            broken(e);
        }
    }

    private void broken(Throwable cause) {
        end();
        watcher.broken(cause);
        caller.unavailable(UnavailableReason.FAULT, "the relay failed to read this webhook");
    }

    private void end() {
        over = true;
        vertx.cancelTimer(timer);
        waiting.ifPresent(task -> turns.withdraw(caller.integration(), task));
        seat.leave();
    }
}
