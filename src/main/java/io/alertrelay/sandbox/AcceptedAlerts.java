package io.alertrelay.sandbox;

import io.alertrelay.text.Sha256;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The alerts of one integration key. An event that is byte for byte an earlier one is discarded, as Flashduty's push
 * API says; everything else adds to the history of its alert, in whatever order it comes.
 */
final class AcceptedAlerts {
    private static final int MAX_REMEMBERED = 200_000;
    private static final int MAX_STATES = 10_000;

    private final Map<String, String> answeredByDigest = bounded();
    private final Map<String, Deque<String>> statesByAlert = bounded();

    /** The {@code alert_key} with which this body was answered when it was accepted, if it was. */
    synchronized Optional<String> earlier(byte[] body) {
        return Optional.ofNullable(answeredByDigest.get(Sha256.hex(body)));
    }

    /**
     * Accepts the events of a body that is not an {@link #earlier} one.
     *
     * @param generated the {@code alert_key} for an event without one
     * @return the {@code alert_key} of the first event
     */
    synchronized String take(byte[] body, List<PushedEvent> events, String generated) {
        for (PushedEvent event : events) {
            Deque<String> states =
                    statesByAlert.computeIfAbsent(event.alertKey().orElse(generated), key -> new ArrayDeque<>());
            event.status().ifPresent(states::addLast);
            if (states.size() > MAX_STATES) {
                states.removeFirst();
            }
        }
        String answered =
                events.stream().findFirst().flatMap(PushedEvent::alertKey).orElse(generated);
        answeredByDigest.put(Sha256.hex(body), answered);
        return answered;
    }

    /** The history of every alert by its key, in the order in which the alerts were first received. */
    synchronized Map<String, AlertHistory> histories() {
        Map<String, AlertHistory> histories = new LinkedHashMap<>();
        statesByAlert.forEach((key, states) -> histories.put(key, new AlertHistory(key, List.copyOf(states))));
        return histories;
    }

    private static <V> Map<String, V> bounded() {
        return new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
                return size() > MAX_REMEMBERED;
            }
        };
    }
}
