package io.alertrelay.routing;

import java.util.List;
import java.util.Objects;

/**
 * One condition of a case as it is written.
 *
 * @param key what it looks at: {@code severity}, {@code title}, {@code description}, {@code data_source_id} or
 *     {@code labels.<name>}
 * @param oper {@code IN} or {@code NOTIN}
 * @param vals the values it compares with, each in one of the forms of Flashduty's routes
 */
public record ConditionDefinition(String key, String oper, List<String> vals) {
    public ConditionDefinition {
        Objects.requireNonNull(key);
        Objects.requireNonNull(oper);
        vals = List.copyOf(vals);
    }
}
