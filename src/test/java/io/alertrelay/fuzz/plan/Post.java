package io.alertrelay.fuzz.plan;

import java.util.List;

/**
 * One webhook that a sender posts.
 *
 * @param insist whether it is posted again until it is acknowledged, as Alertmanager does; ARMS does not
 * @param pauseMillis before it
 * @param form how it is written and sent
 */
public record Post(String integration, List<AlertVersion> alerts, boolean insist, int pauseMillis, BodyForm form) {
    public Post {
        alerts = List.copyOf(alerts);
    }
}
