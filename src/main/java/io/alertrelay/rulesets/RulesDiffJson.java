package io.alertrelay.rulesets;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alertrelay.config.KeptRuleSetJson;
import io.alertrelay.routing.CaseDefinition;
import io.alertrelay.routing.RulesDiff;
import io.alertrelay.routing.RulesDiff.Change;
import java.util.List;
import java.util.Optional;

/** The difference between two sets of rules as the API answers it. */
record RulesDiffJson(
        List<ChangedCase> cases, @JsonProperty("default") Optional<ChangedDefault> byDefault) {
    static RulesDiffJson of(RulesDiff diff) {
        return new RulesDiffJson(
                diff.cases().stream().map(ChangedCase::of).toList(),
                diff.byDefault()
                        .map(changed -> new ChangedDefault(
                                KeptRuleSetJson.write(changed.before()), KeptRuleSetJson.write(changed.after()))));
    }

    /** @param before its channels */
    record ChangedDefault(ObjectNode before, ObjectNode after) {}

    /** @param from its number before, and {@code to} after */
    record ChangedCase(
            String what,
            Optional<Integer> from,
            Optional<Integer> to,
            Optional<ObjectNode> before,
            Optional<ObjectNode> after) {
        private static ChangedCase of(Change change) {
            if (change instanceof Change.Removed it) {
                return new ChangedCase("removed", Optional.of(it.number()), none(), json(it.definition()), none());
            }
            if (change instanceof Change.Added it) {
                return new ChangedCase("added", none(), Optional.of(it.number()), none(), json(it.definition()));
            }
            if (change instanceof Change.Moved it) {
                return new ChangedCase(
                        "moved", Optional.of(it.from()), Optional.of(it.to()), none(), json(it.definition()));
            }
            Change.Changed it = (Change.Changed) change;
            return new ChangedCase(
                    "changed", Optional.of(it.from()), Optional.of(it.to()), json(it.before()), json(it.after()));
        }

        private static <T> Optional<T> none() {
            return Optional.empty();
        }

        private static Optional<ObjectNode> json(CaseDefinition one) {
            return Optional.of(KeptRuleSetJson.write(one));
        }
    }
}
