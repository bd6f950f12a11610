package io.alertrelay.bench;

import io.alertrelay.testing.Bodies;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** The webhooks of a storm: every hundredth alert is marked by its name, the last one too. */
final class StormBodies {
    /** One alert in so many is marked. */
    static final int EVERY = 100;

    private static final String MARK = "marked";
    private static final int ALERTS_A_BODY = 50;

    private StormBodies() {}

    /** The storm; marked ones have that severity, the rest is Info. */
    static List<String> storm(int alerts, String severityOfMarked) {
        return bodies(IntStream.rangeClosed(1, alerts)
                .mapToObj(i -> isMarked(i) ? alert(i, MARK, severityOfMarked) : alert(i, "storm", "info"))
                .toList());
    }

    /** The marked ones alone, all of them Critical. */
    static List<String> markedAlone(int alerts) {
        return bodies(IntStream.rangeClosed(1, alerts)
                .filter(StormBodies::isMarked)
                .mapToObj(i -> alert(i, MARK, "critical"))
                .toList());
    }

    /** How many of them are marked. */
    static int marked(int alerts) {
        return alerts / EVERY;
    }

    /** Whether what was delivered is of a marked alert. */
    static boolean isMarked(String event) {
        return event.contains(MARK);
    }

    private static boolean isMarked(int number) {
        return number % EVERY == 0;
    }

    private static String alert(int number, String word, String severity) {
        // As wide as each other, so that the hash that stands for the fingerprint tells them apart.
        return Bodies.alert("firing", "%s-%06d".formatted(word, number), severity, "payments");
    }

    private static List<String> bodies(List<String> alerts) {
        List<String> bodies = new ArrayList<>();
        for (int from = 0; from < alerts.size(); from += ALERTS_A_BODY) {
            List<String> some = alerts.subList(from, Math.min(from + ALERTS_A_BODY, alerts.size()));
            bodies.add(Bodies.body("firing", some.toArray(String[]::new)));
        }
        return bodies;
    }
}
