package io.alertrelay.trail;

import io.alertrelay.record.DeadLetterId;
import io.alertrelay.record.DeliveryId;
import io.alertrelay.record.Resolution;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What of a webhook is in quarantine and among the dead letters, and what operators decided about that. */
final class ResolvableRecords {
    private final Map<DeliveryId, DeadLetterId> deadLetters = new HashMap<>();
    private final List<String> ofWebhook = new ArrayList<>();
    private final Map<Integer, SetAside> setAside = new HashMap<>();
    private final Set<String> ids = new HashSet<>();
    private final Map<String, Resolution> resolutions = new LinkedHashMap<>();
    private Optional<String> cause = Optional.empty();

    private record SetAside(String id, String cause) {}

    /** Adds a record of the whole body in quarantine; the first one counts. */
    void quarantined(String id, String why) {
        ofWebhook.add(id);
        ids.add(id);
        cause = cause.or(() -> Optional.of(why));
    }

    /** Adds a record of one alert in quarantine; the first one of an alert counts. */
    void setAside(int index, String id, String why) {
        setAside.putIfAbsent(index, new SetAside(id, why));
        ids.add(id);
    }

    /** Adds a dead letter; the first one of a delivery counts. */
    void deadLetter(DeadLetterId letter, DeliveryId delivery) {
        deadLetters.putIfAbsent(delivery, letter);
        ids.add(letter.toString());
    }

    /**
     * Adds a resolution of what was added before; the first counts. Keeps none of what is of other webhooks: there may
     * be very many.
     */
    void resolved(Resolution resolution) {
        if (ids.contains(resolution.about())) {
            resolutions.putIfAbsent(resolution.about(), resolution);
        }
    }

    /** Why the whole body is in quarantine, if it is. */
    Optional<String> cause() {
        return cause;
    }

    /** What was decided about the whole body. */
    Optional<Resolution> resolution() {
        return ofWebhook.stream()
                .flatMap(id -> Optional.ofNullable(resolutions.get(id)).stream())
                .findFirst();
    }

    /** Whether single alerts are in quarantine. */
    boolean hasSetAside() {
        return !setAside.isEmpty();
    }

    /** The record in quarantine of an alert. */
    Optional<Trail.SetAsideTrail> setAside(int index) {
        return Optional.ofNullable(setAside.get(index))
                .map(kept -> new Trail.SetAsideTrail(
                        kept.id(), kept.cause(), Optional.ofNullable(resolutions.get(kept.id()))));
    }

    /** The dead letter of a delivery. */
    Optional<Trail.DeadLetterTrail> deadLetter(DeliveryId delivery) {
        return Optional.ofNullable(deadLetters.get(delivery))
                .map(letter ->
                        new Trail.DeadLetterTrail(letter, Optional.ofNullable(resolutions.get(letter.toString()))));
    }
}
