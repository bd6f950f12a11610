package io.alertrelay.tail;

import io.alertrelay.cli.RelayApi;
import io.alertrelay.watchdog.Job;
import io.alertrelay.watchdog.Repeated;
import io.alertrelay.watchdog.Stage;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Asks a relay every two seconds for the state of its channels, on a thread of its own, because the answer may take
 * long.
 */
final class ChannelWatcher implements AutoCloseable {
    private static final Duration EVERY = Duration.ofSeconds(2);

    private final Repeated looks =
            new Repeated("channel-watch", Stage.unwatched(Job.GATHERING), Duration.ZERO, EVERY, this::look);
    private final ConcurrentLinkedQueue<FlowEvent> changes = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<String> notices = new ConcurrentLinkedQueue<>();
    private final RelayApi api;
    private final ChannelWatch watch;
    private boolean answers = true;

    ChannelWatcher(RelayApi api, InstantSource clock) {
        this.api = api;
        this.watch = new ChannelWatch(clock);
    }

    void start() {
        looks.start();
    }

    /** The changes since the last call. */
    List<FlowEvent> changes() {
        List<FlowEvent> all = new ArrayList<>();
        for (FlowEvent one = changes.poll(); one != null; one = changes.poll()) {
            all.add(one);
        }
        return all;
    }

    /** A notice about the watching itself, if there is one. */
    Optional<String> notice() {
        return Optional.ofNullable(notices.poll());
    }

    private void look() {
        try {
            RelayApi.Reply answer = api.get("api/v1/status");
            changes.addAll(watch.changes(answer.body()));
            answers(true);
        } catch (IOException e) {
            answers(false);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void answers(boolean now) {
        if (now != answers) {
            notices.add(
                    now
                            ? "the relay at " + api.base() + " answers again"
                            : "no relay answers at " + api.base()
                                    + ": changes of its channels' states are not shown until one does");
        }
        answers = now;
    }

    @Override
    public void close() {
        looks.close();
    }
}
