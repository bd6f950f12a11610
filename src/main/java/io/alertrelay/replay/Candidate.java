package io.alertrelay.replay;

import io.alertrelay.alert.AlertStatus;
import io.alertrelay.alert.Severity;
import io.alertrelay.record.AlertRef;
import io.alertrelay.record.Place;
import java.util.List;
import java.util.Optional;

/**
 * A state of an alert that may be sent again.
 *
 * @param title for people
 * @param severity of a recovery: that of its firing
 * @param channels where the rules send it now; of a dead letter, its channel
 * @param rules version of the rules that say so
 * @param why for people
 * @param deadLetter where it stands, if it is one
 */
public record Candidate(
        AlertRef alert,
        String key,
        String title,
        AlertStatus status,
        Severity severity,
        List<String> channels,
        String rules,
        String why,
        Optional<Place> deadLetter) {}
