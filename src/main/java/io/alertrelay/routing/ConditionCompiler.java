package io.alertrelay.routing;

import io.alertrelay.alert.Severity;
import io.alertrelay.record.ConditionDefinition;
import io.alertrelay.text.Suggestion;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Checks and compiles one condition. */
final class ConditionCompiler {
    private static final List<String> SEVERITIES =
            Arrays.stream(Severity.values()).map(Severity::word).toList();

    private final KeyCompiler keys = new KeyCompiler();

    /** Empty if a problem was reported that leaves nothing to evaluate. */
    Optional<Condition> compile(ConditionDefinition definition, RulePlace place) {
        Optional<FactKey> key = keys.compile(definition.key(), place.field("key"));
        Optional<Operator> operator = Operator.compile(definition.oper(), place.field("oper"));
        boolean ofSeverity = key.filter(k -> k == FactKey.Field.SEVERITY).isPresent();
        List<ValuePattern> written = values(definition.vals(), ofSeverity, place.field("vals"));
        List<ValuePattern> values =
                key.filter(k -> k == FactKey.Field.DATA_SOURCE_ID).isPresent()
                        ? written.stream().map(ConditionCompiler::id).toList()
                        : written;
        return key.flatMap(k -> operator.map(o -> new Condition(k, o, values)));
    }

    private static List<ValuePattern> values(List<String> texts, boolean ofSeverity, RulePlace place) {
        if (texts.isEmpty()) {
            place.problem("", "at least one value; [\"*\"] matches every one");
        }
        List<ValuePattern> values = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            RulePlace here = place.item(i);
            Optional<ValuePattern> value = ValuePattern.compile(texts.get(i), here);
            if (ofSeverity) {
                value.ifPresent(v -> checkSeverity(v, here));
            }
            value.ifPresent(values::add);
        }
        return values;
    }

    /** In the form of the integration's own id. */
    private static ValuePattern id(ValuePattern value) {
        if (!(value.matcher() instanceof ExactMatcher)) {
            return value;
        }
        String exact = FlashdutyId.exact(value.text());
        return new ValuePattern(exact, new ExactMatcher(exact));
    }

    private static void checkSeverity(ValuePattern value, RulePlace place) {
        if (value.matcher() instanceof ExactMatcher && !SEVERITIES.contains(value.text())) {
            place.problem(
                    value.text(),
                    String.join(", ", SEVERITIES) + ", or a pattern",
                    Suggestion.nearest(value.text(), SEVERITIES));
        }
    }
}
