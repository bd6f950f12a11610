package io.alertrelay.guarantee;

import static org.awaitility.Awaitility.await;

import io.alertrelay.testing.RelayClient;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Posts alerts as ARMS does, each with a number of its own that Flashduty gets to see. Not for several threads. */
final class Posts {
    private static final String MARK = "number ";

    private final Supplier<RelayClient> relay;
    private final Duration pause;
    private final List<Change> accepted = new ArrayList<>();

    /** @param relay to post to; asked each time */
    Posts(Supplier<RelayClient> relay) {
        this(relay, Duration.ZERO);
    }

    /**
     * Of one who leaves some of the machine to others.
     *
     * @param pause before each post
     */
    Posts(Supplier<RelayClient> relay, Duration pause) {
        this.relay = relay;
        this.pause = pause;
    }

    /** What the relay answered 200, in that order: a change's number is its index. */
    List<Change> accepted() {
        return List.copyOf(accepted);
    }

    /** Of these, the numbers of that alert's. */
    List<Integer> numbersOf(String alert) {
        return IntStream.range(0, accepted.size())
                .filter(number -> accepted.get(number).alert().equals(alert))
                .boxed()
                .toList();
    }

    /**
     * Posts a firing, and returns when it is accepted.
     *
     * @return its number, from 0
     */
    int firing(String key, String alert, String severity) {
        return post(key, List.of(new Change(alert, "firing", severity)));
    }

    /** The same with a recovery. */
    int resolved(String key, String alert) {
        return post(key, List.of(Change.resolved(alert)));
    }

    /** The same with several changes in one webhook; the number is that of the first. */
    int post(String key, List<Change> changes) {
        return post(key, changes, "");
    }

    /** A firing and, in the same webhook, an alert that can't be understood; the number is that of the first. */
    int firingWithOneForQuarantine(String key, String alert) {
        return post(key, List.of(new Change(alert, "firing", "critical")), ",{\"labels\":\"none\"}");
    }

    private int post(String key, List<Change> changes, String more) {
        int number = accepted.size();
        String alerts = IntStream.range(0, changes.size())
                        .mapToObj(i -> changes.get(i).json(number + i))
                        .collect(Collectors.joining(","))
                + more;
        String body = """
                {"status":"firing","receiver":"relay","groupLabels":{"alertname":"x"},"alerts":[%s]}""".formatted(alerts);
        await("post " + number + " is accepted")
                .pollDelay(pause)
                .pollInterval(Duration.ofMillis(50))
                .ignoreExceptionsInstanceOf(IOException.class)
                .until(() -> relay.get().post(key, body).statusCode() == 200);
        accepted.addAll(changes);
        return number;
    }

    static int numberIn(String text) {
        return Integer.parseInt(text.substring(text.indexOf(MARK) + MARK.length()));
    }

    /**
     * What a webhook says of an alert.
     *
     * @param status {@code firing} or {@code resolved}
     */
    record Change(String alert, String status, String severity) {
        static Change resolved(String alert) {
            return new Change(alert, "resolved", "critical");
        }

        private String json(int number) {
            return """
                    {"status":"%s","labels":{"alertname":"%s","severity":"%s"},\
                    "annotations":{"message":"%s%d"},\
                    "startsAt":"2026-11-22T02:13:00.000000000Z","endsAt":"2026-11-22T02:20:00.000000000Z",\
                    "fingerprint":"%s"}""".formatted(status, alert, severity, MARK, number, alert);
        }
    }
}
