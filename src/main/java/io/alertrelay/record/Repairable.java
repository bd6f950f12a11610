package io.alertrelay.record;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A record that operators resolve: a dead letter, or a record in quarantine.
 *
 * @param <T> its own type
 */
public interface Repairable<T extends Repairable<T>> {
    /** Its name in resolutions and for people. */
    String name();

    /** What it is a copy of; of several copies only the first counts. Its own name if there are none. */
    default String copyOf() {
        return name();
    }

    /** The key of its record. */
    String key();

    /** Its time, for the order of lists. */
    Instant at();

    /** Its exact values for filters, by the name of the parameter. */
    Map<String, String> traits();

    /** The causes, in which a filter searches for a part. */
    List<String> causes();

    /** Its resolution; empty if it has none. */
    Optional<Resolution> resolution();

    /** The same with that resolution. */
    T with(Optional<Resolution> resolution);

    /** Its fields in lists. */
    ObjectNode summary();
}
