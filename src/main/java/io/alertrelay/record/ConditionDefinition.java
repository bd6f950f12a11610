package io.alertrelay.record;

import java.util.List;

/**
 * One condition of a case as written.
 *
 * @param key what it looks at: {@code severity}, {@code title}, {@code description}, {@code data_source_id} or {@code
 *     labels.<name>}
 * @param oper {@code IN} or {@code NOTIN}
 * @param vals the values it compares with, each in one of the forms of Flashduty's routes
 */
public record ConditionDefinition(String key, String oper, List<String> vals) {
    public ConditionDefinition {
        vals = List.copyOf(vals);
    }
}
