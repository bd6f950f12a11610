package io.alertrelay.guarantee;

import static org.awaitility.Awaitility.await;

import io.alertrelay.testing.RelayClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Posts alerts as ARMS does, each with a number of its own that Flashduty gets to see. Not for several threads. */
final class Posts {
    private static final String MARK = "number ";

    private final Supplier<RelayClient> relay;
    private final List<Posted> accepted = new ArrayList<>();

    /** @param relay to post to; asked each time */
    Posts(Supplier<RelayClient> relay) {
        this.relay = relay;
    }

    /** What the relay answered 200, in that order. */
    List<Posted> accepted() {
        return List.copyOf(accepted);
    }

    /** Of these, the numbers of that alert's. */
    List<Integer> numbersOf(String alert) {
        return accepted.stream()
                .filter(p -> p.alert().equals(alert))
                .map(Posted::number)
                .toList();
    }

    /**
     * Posts a firing, and returns when it is accepted.
     *
     * @return its number, from 0
     */
    int firing(String key, String alert, String severity) {
        return post(key, alert, severity, "firing");
    }

    /** The same with a recovery. */
    int resolved(String key, String alert) {
        return post(key, alert, "critical", "resolved");
    }

    private int post(String key, String alert, String severity, String status) {
        int number = accepted.size();
        String body = body(alert, severity, status, number);
        await("post " + number + " is accepted")
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> relay.get().post(key, body).statusCode() == 200);
        accepted.add(new Posted(number, alert, status));
        return number;
    }

    static int numberIn(String text) {
        return Integer.parseInt(text.substring(text.indexOf(MARK) + MARK.length()));
    }

    private static String body(String alert, String severity, String status, int number) {
        return """
                {"status":"%s","receiver":"relay","groupLabels":{"alertname":"%s"},"alerts":[\
                {"status":"%s","labels":{"alertname":"%s","severity":"%s"},\
                "annotations":{"message":"%s%d"},\
                "startsAt":"2026-11-22T02:13:00.000000000Z","endsAt":"2026-11-22T02:20:00.000000000Z",\
                "fingerprint":"%s"}]}""".formatted(status, alert, status, alert, severity, MARK, number, alert);
    }

    /** A post that was accepted. */
    record Posted(int number, String alert, String status) {}
}
