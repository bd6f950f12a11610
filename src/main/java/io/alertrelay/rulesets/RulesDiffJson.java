package io.alertrelay.rulesets;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alertrelay.config.KeptRuleSetJson;
import io.alertrelay.routing.CaseDefinition;
import io.alertrelay.routing.RulesDiff;
import io.alertrelay.routing.RulesDiff.Change;

/** The difference between two sets of rules as JSON; the cases as in {@link KeptRuleSetJson}. */
final class RulesDiffJson {
    private RulesDiffJson() {}

    /** As an object. */
    static ObjectNode of(RulesDiff diff) {
        ObjectNode root = object();
        ArrayNode cases = root.putArray("cases");
        diff.cases().forEach(change -> change(change, cases.addObject()));
        diff.byDefault().ifPresent(changed -> {
            root.putObject("default")
                    .<ObjectNode>set("before", KeptRuleSetJson.write(changed.before()))
                    .set("after", KeptRuleSetJson.write(changed.after()));
        });
        return root;
    }

    private static void change(Change change, ObjectNode node) {
        if (change instanceof Change.Removed removed) {
            node.put("what", "removed").put("from", removed.number()).set("before", of(removed.definition()));
        } else if (change instanceof Change.Added added) {
            node.put("what", "added").put("to", added.number()).set("after", of(added.definition()));
        } else if (change instanceof Change.Moved moved) {
            node.put("what", "moved")
                    .put("from", moved.from())
                    .put("to", moved.to())
                    .set("after", of(moved.definition()));
        } else if (change instanceof Change.Changed changed) {
            node.put("what", "changed").put("from", changed.from()).put("to", changed.to());
            node.set("before", of(changed.before()));
            node.set("after", of(changed.after()));
        }
    }

    private static ObjectNode of(CaseDefinition one) {
        return KeptRuleSetJson.write(one);
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
