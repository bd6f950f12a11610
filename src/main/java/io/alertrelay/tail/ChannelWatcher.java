package io.alertrelay.tail;

import io.alertrelay.cli.RelayApi;
import io.alertrelay.cli.UnexpectedAnswerException;
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

    private final Repeated looks;
    private final ConcurrentLinkedQueue<FlowEvent> changes = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<String> notices = new ConcurrentLinkedQueue<>();
    private final RelayApi api;
    private final ChannelWatch watch;
    /** Why there are no states; empty if there are. */
    private String whyNone = "";

    ChannelWatcher(RelayApi api, InstantSource clock) {
        this(api, clock, EVERY);
    }

    /** @param every how often it asks */
    ChannelWatcher(RelayApi api, InstantSource clock, Duration every) {
        this.looks = new Repeated("channel-watch", Stage.unwatched(Job.GATHERING), Duration.ZERO, every, this::look);
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
            changes.addAll(watch.changes(api.startedStatus()));
            notice("");
        } catch (UnexpectedAnswerException e) {
            notice(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            notice("no relay answers at " + api.base());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** @param now why there are no states; empty if there are */
    private void notice(String now) {
        if (!now.equals(whyNone)) {
            notices.add(
                    now.isEmpty()
                            ? "the relay at " + api.base() + " reports its channels' states again"
                            : now + "; changes of channels' states are not shown until a relay reports them there");
        }
        whyNone = now;
    }

    @Override
    public void close() {
        looks.close();
    }
}
