package io.alertrelay.reading;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alertrelay.record.Resolution;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A record about which people decide what is to become of it: a dead letter, or one in quarantine.
 *
 * @param <T> its own type
 */
public interface Repairable<T extends Repairable<T>> {
    /** By which decisions, and people, name it. */
    String name();

    /** What it is a copy of, of which only the first counts; its name if there are none. */
    default String copyOf() {
        return name();
    }

    /** The key of its record. */
    String key();

    /** By which it is new or old. */
    Instant at();

    /** By what it can be asked for, by the name of the parameter: exact values. */
    Map<String, String> traits();

    /** Why it is here, in texts in which is looked for a part. */
    List<String> causes();

    /** What was decided about it. */
    Optional<Resolution> resolution();

    /** The same with what was decided about it. */
    T with(Optional<Resolution> decided);

    /** As lists have it. */
    ObjectNode summary();
}
