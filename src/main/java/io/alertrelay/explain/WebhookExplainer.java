package io.alertrelay.explain;

import io.alertrelay.alert.Alert;
import io.alertrelay.arms.Sender;
import io.alertrelay.arms.UnreadableWebhookException;
import io.alertrelay.arms.Webhook;
import io.alertrelay.config.IntegrationSettings;
import io.alertrelay.pipeline.IntegrationPipeline;
import io.alertrelay.routing.Explanation;
import io.alertrelay.routing.Facts;
import io.alertrelay.trail.WebhookPart;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Explains where each alert of a webhook goes and why, by the reader, the templates and the rules that route it. Sends
 * nothing. Immutable and thread-safe.
 */
public final class WebhookExplainer {
    /**
     * Of labels, cases and values of cases, in all explanations of a body together: as JSON they take some ten
     * megabytes. There are alerts times cases of them.
     */
    static final int MOST = 50_000;

    /** What an alert has besides, in the same measure. */
    private static final int ALERT = 10;

    private final Map<String, IntegrationPipeline> integrations;
    private final boolean bounded;

    private WebhookExplainer(Map<String, IntegrationPipeline> integrations, boolean bounded) {
        this.integrations = Map.copyOf(integrations);
        this.bounded = bounded;
    }

    /** The same for a process of its own, which may have explanations of any size. */
    WebhookExplainer withoutBound() {
        return new WebhookExplainer(integrations, false);
    }

    /** For the integrations of a configuration. */
    public static WebhookExplainer of(List<IntegrationSettings> integrations) {
        return new WebhookExplainer(
                integrations.stream()
                        .map(IntegrationPipeline::of)
                        .collect(Collectors.toMap(IntegrationPipeline::name, Function.identity())),
                true);
    }

    /** The names of the known integrations. */
    public Set<String> integrations() {
        return integrations.keySet();
    }

    /**
     * Explains the readable alerts of a body in order, until the explanations are too large.
     *
     * @param integration its name
     * @param sender what kind of sender posts it
     * @param body as posted
     * @param only the index of the only alert to explain; empty for all
     * @throws UnreadableWebhookException if the body could not be routed
     * @throws IllegalArgumentException if there is no such integration
     */
    public PastWebhook explain(String integration, Sender sender, byte[] body, OptionalInt only)
            throws UnreadableWebhookException {
        IntegrationPipeline pipeline = pipeline(integration);
        Webhook webhook = pipeline.reader().read(sender, body);
        SortedMap<Integer, Alert> alerts = new TreeMap<>(webhook.understood());
        only.ifPresent(index -> alerts.keySet().retainAll(Set.of(index)));
        List<AlertExplanation> explained = new ArrayList<>();
        int size = 0;
        for (Map.Entry<Integer, Alert> next : alerts.entrySet()) {
            if (bounded && (size >= MOST || explained.size() == WebhookPart.MOST)) {
                break;
            }
            Facts facts = pipeline.facts(next.getValue());
            Explanation explanation = pipeline.rules().explain(facts);
            explained.add(new AlertExplanation(next.getKey(), Optional.of(next.getValue()), facts, explanation));
            size += ALERT + facts.labels().size() + explanation.size();
        }
        boolean hasAsked = only.isEmpty()
                || !alerts.isEmpty()
                || webhook.setAside().stream().anyMatch(alert -> alert.index() == only.getAsInt());
        return new PastWebhook(integration, hasAsked, explained, alerts.size() - explained.size(), Map.of());
    }

    /**
     * Explains an alert given by its facts.
     *
     * @throws IllegalArgumentException if there is no such integration
     */
    public PastWebhook explain(String integration, Facts facts) {
        AlertExplanation explained = new AlertExplanation(
                0, Optional.empty(), facts, pipeline(integration).rules().explain(facts));
        return new PastWebhook(integration, List.of(explained), 0, Map.of());
    }

    private IntegrationPipeline pipeline(String name) {
        IntegrationPipeline pipeline = integrations.get(name);
        if (pipeline == null) {
            throw new IllegalArgumentException("there is no integration " + name);
        }
        return pipeline;
    }
}
