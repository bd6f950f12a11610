package io.alertrelay.guarantee;

import io.alertrelay.sandbox.Handling;
import io.alertrelay.sandbox.Received;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What a channel was sent, as Flashduty's stand-in saw it, in order of arrival. */
record Arrivals(List<Received> all) {
    /** What Flashduty took, whether or not its answer came through. */
    List<Received> taken() {
        return all.stream()
                .filter(r -> r.handling() == Handling.TAKEN || r.handling() == Handling.DUPLICATE)
                .toList();
    }

    /** The numbers of the posts of which something was taken. */
    Set<Integer> takenNumbers() {
        return taken().stream().map(Arrivals::number).collect(Collectors.toSet());
    }

    /** For each alert the numbers of its posts, in the order in which each was first taken. */
    Map<String, List<Integer>> firstTaken() {
        Map<String, List<Integer>> byAlert = new LinkedHashMap<>();
        for (Received received : taken()) {
            List<Integer> numbers = byAlert.computeIfAbsent(alert(received), alert -> new ArrayList<>());
            if (!numbers.contains(number(received))) {
                numbers.add(number(received));
            }
        }
        return byAlert;
    }

    /** Every attempt for that alert. */
    List<Received> of(String alert) {
        return all.stream().filter(r -> alert(r).equals(alert)).toList();
    }

    /** For each post the different bodies that were sent for it: one, if every attempt is the same. */
    Map<Integer, Set<String>> bodiesByNumber() {
        return all.stream()
                .collect(Collectors.groupingBy(
                        Arrivals::number, Collectors.mapping(Received::bodyText, Collectors.toSet())));
    }

    /** The name of the alert. */
    static String alert(Received received) {
        return received.events().get(0).title();
    }

    /** The number of the post that it came in. */
    static int number(Received received) {
        return Posts.numberIn(received.events().get(0).description());
    }
}
