package io.alertrelay.pipeline;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alertrelay.alert.Alert;
import io.alertrelay.routing.CaseExplanation;
import io.alertrelay.routing.CaseOutcome;
import io.alertrelay.routing.Explanation;
import java.util.List;
import java.util.TreeMap;

/** Explanations as JSON, for programs; docs/routing.md has its form. */
public final class ExplanationJson {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private ExplanationJson() {}

    /** All alerts of one webhook. */
    public static ObjectNode of(String integration, List<AlertExplanation> alerts) {
        ObjectNode root = JSON.objectNode().put("integration", integration);
        ArrayNode list = root.putArray("alerts");
        alerts.forEach(alert -> list.add(of(alert)));
        return root;
    }

    /** Likewise, with how each was routed, if it is known. */
    public static ObjectNode of(PastWebhook webhook) {
        ObjectNode root = of(webhook.integration(), webhook.alerts());
        webhook.alerts()
                .forEach(one -> webhook.then(one.index())
                        .ifPresent(past -> ((ObjectNode) root.path("alerts").path(one.index()))
                                .putObject("then")
                                .put("rules", past.rules())
                                .put("why", past.why())
                                .put("differs", past.differs(one.explanation().decision()))
                                .set("channels", texts(past.channels()))));
        return root;
    }

    private static ObjectNode of(AlertExplanation one) {
        Explanation explanation = one.explanation();
        ObjectNode node = JSON.objectNode().put("index", one.index());
        one.alert().map(Alert::key).ifPresent(key -> node.put("alert_key", key));
        one.alert().map(a -> a.status().word()).ifPresent(status -> node.put("status", status));
        node.put("severity", one.facts().severity().word())
                .put("title", one.facts().title())
                .put("description", one.facts().description());
        one.facts().dataSourceId().ifPresent(id -> node.put("data_source_id", id));
        ObjectNode labels = node.putObject("labels");
        new TreeMap<>(one.facts().labels()).forEach(labels::put);
        node.set("channels", texts(explanation.decision().channels()));
        node.put("why", explanation.decision().why())
                .put("rules", explanation.decision().version());
        ArrayNode origins = node.putArray("origins");
        explanation.origins().forEach(origin -> {
            ObjectNode from = origins.addObject().put("channel", origin.channel());
            ArrayNode cases = from.putArray("cases");
            origin.cases().forEach(cases::add);
            from.put("default", origin.byDefault());
        });
        ArrayNode cases = node.putArray("cases");
        explanation.cases().forEach(c -> cases.add(of(c)));
        ObjectNode byDefault = node.putObject("default");
        byDefault.put("used", explanation.decision().byDefault()).set("channels", texts(explanation.byDefault()));
        return node;
    }

    private static ObjectNode of(CaseExplanation one) {
        ObjectNode node = JSON.objectNode().put("case", one.number()).put("if", one.when());
        if (one.outcome() instanceof CaseOutcome.Matched matched) {
            node.put("outcome", "matched").set("channels", texts(matched.channels()));
            node.put("stops", matched.stops());
            matched.mapping().ifPresent(mapping -> {
                ObjectNode label = node.putObject("mapping").put("label", mapping.label());
                mapping.value().ifPresentOrElse(v -> label.put("value", v), () -> label.putNull("value"));
            });
        } else if (one.outcome() instanceof CaseOutcome.Unmatched unmatched) {
            ObjectNode condition = node.put("outcome", "unmatched").putObject("condition");
            condition
                    .put("index", unmatched.index())
                    .put("key", unmatched.key())
                    .put("oper", unmatched.oper());
            unmatched.value().ifPresentOrElse(v -> condition.put("value", v), () -> condition.putNull("value"));
            condition.set("vals", texts(unmatched.vals()));
        } else if (one.outcome() instanceof CaseOutcome.Failed failed) {
            node.put("outcome", "failed").put("reason", failed.reason());
        } else if (one.outcome() instanceof CaseOutcome.NotReached after) {
            node.put("outcome", "not_reached").put("stopped_by", after.stoppedBy());
        }
        return node;
    }

    private static ArrayNode texts(List<String> texts) {
        ArrayNode array = JSON.arrayNode();
        texts.forEach(array::add);
        return array;
    }
}
