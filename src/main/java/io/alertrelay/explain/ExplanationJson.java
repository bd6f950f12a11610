package io.alertrelay.explain;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alertrelay.alert.Alert;
import io.alertrelay.json.Json;
import io.alertrelay.routing.CaseExplanation;
import io.alertrelay.routing.Decision;
import io.alertrelay.routing.Explanation;
import io.alertrelay.routing.Facts;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Explanations as JSON, for programs; docs/routing.md has its form. */
public record ExplanationJson(String integration, List<OfAlert> alerts, Optional<Integer> more) {
    /** The alerts of one webhook, with how each was routed, as far as known. */
    public static ObjectNode of(PastWebhook webhook) {
        return Json.of(new ExplanationJson(
                webhook.integration(),
                webhook.alerts().stream()
                        .map(one -> OfAlert.of(one, webhook.then(one.index())))
                        .toList(),
                Optional.of(webhook.more()).filter(more -> more > 0)));
    }

    private record OfAlert(
            int index,
            Optional<String> alertKey,
            Optional<String> status,
            String severity,
            String title,
            String description,
            Optional<String> dataSourceId,
            SortedMap<String, String> labels,
            List<String> channels,
            String why,
            String rules,
            List<Explanation.ChannelOrigin> origins,
            List<CaseExplanation> cases,
            @JsonProperty("default") Default byDefault,
            Optional<Then> then) {
        private static OfAlert of(AlertExplanation one, Optional<PastDecision> then) {
            Facts facts = one.facts();
            Explanation explanation = one.explanation();
            Decision decision = explanation.decision();
            return new OfAlert(
                    one.index(),
                    one.alert().map(Alert::key),
                    one.alert().map(alert -> alert.status().word()),
                    facts.severity().word(),
                    facts.title(),
                    facts.description(),
                    facts.dataSourceId(),
                    new TreeMap<>(facts.labels()),
                    decision.channels(),
                    decision.why(),
                    decision.version(),
                    explanation.origins(),
                    explanation.cases(),
                    new Default(decision.byDefault(), explanation.byDefault()),
                    then.map(past -> new Then(
                            past.rules(), past.why(), past.followsFiring(), past.differs(decision), past.channels())));
        }
    }

    private record Default(boolean used, List<String> channels) {}

    private record Then(String rules, String why, boolean followsFiring, boolean differs, List<String> channels) {}
}
