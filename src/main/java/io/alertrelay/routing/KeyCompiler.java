package io.alertrelay.routing;

import io.alertrelay.text.Suggestion;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Resolves the {@code key} of a condition. */
final class KeyCompiler {
    private static final String EXPECTED = "severity, title, description, data_source_id or labels.<name>";

    /** Older names of the severity, which Flashduty still accepts. */
    private static final List<String> OLDER_NAMES = List.of("alert_severity", "event_severity", "incident_severity");

    private final Map<String, FactKey> fields = new LinkedHashMap<>();

    KeyCompiler() {
        Arrays.stream(FactKey.Field.values()).forEach(field -> fields.put(field.word(), field));
        OLDER_NAMES.forEach(name -> fields.put(name, FactKey.Field.SEVERITY));
    }

    Optional<FactKey> compile(String key, RulePlace place) {
        if (LabelKey.is(key)) {
            return Optional.of(new FactKey.Label(LabelKey.bare(key)));
        }
        Optional<FactKey> field = Optional.ofNullable(fields.get(key));
        if (field.isEmpty()) {
            place.problem(key, EXPECTED, suggestion(key));
        }
        return field;
    }

    private Optional<String> suggestion(String key) {
        int dot = key.indexOf('.');
        if (dot >= 0) {
            String name = key.substring(dot + 1);
            return Suggestion.nearest(key.substring(0, dot + 1), List.of(LabelKey.PREFIX))
                    .filter(prefix -> !name.isEmpty())
                    .map(prefix -> prefix + name);
        }
        // A bare word that resembles no field is most often a label without its prefix.
        return Suggestion.nearest(key, fields.keySet())
                .or(() -> Optional.of(key)
                        .filter(k -> k.matches("\\w+") && !k.matches("labels?"))
                        .map(k -> LabelKey.PREFIX + k));
    }
}
