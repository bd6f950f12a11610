package io.alertrelay.routing;

import io.alertrelay.alert.Severity;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The facts of an alert that rules can match.
 *
 * @param severity an alert always has one
 * @param title an alert always has one; empty still exists
 * @param description an alert always has one; empty still exists
 * @param dataSourceId Flashduty's id of its integration
 * @param labels by name; a label with an empty value exists
 */
public record Facts(
        Severity severity,
        String title,
        String description,
        Optional<String> dataSourceId,
        Map<String, String> labels) {
    public Facts {
        // A sender chooses the names: in an immutable map of the JDK those of one hash are looked for one by one.
        labels = Collections.unmodifiableMap(new HashMap<>(labels));
    }
}
