package io.alertrelay.explain;

import io.alertrelay.arms.Sender;
import io.alertrelay.arms.UnreadableWebhookException;
import io.alertrelay.config.IntegrationSettings;
import io.alertrelay.pipeline.IntegrationPipeline;
import io.alertrelay.routing.Facts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Explains where each alert of a webhook goes and why, by the reader, the templates and the rules that route it. Sends
 * nothing. Immutable and thread-safe.
 */
public final class WebhookExplainer {
    private final Map<String, IntegrationPipeline> integrations;

    /** @param integrations by name */
    WebhookExplainer(Map<String, IntegrationPipeline> integrations) {
        this.integrations = Map.copyOf(integrations);
    }

    /** For the integrations of a configuration. */
    public static WebhookExplainer of(List<IntegrationSettings> integrations) {
        return new WebhookExplainer(integrations.stream()
                .map(IntegrationPipeline::of)
                .collect(Collectors.toMap(IntegrationPipeline::name, Function.identity())));
    }

    /** The names of the known integrations. */
    public Set<String> integrations() {
        return integrations.keySet();
    }

    /**
     * Explains each readable alert of a body, in order.
     *
     * @param integration its name
     * @param sender what kind of sender posts it
     * @param body as posted
     * @throws UnreadableWebhookException if the body could not be routed
     * @throws IllegalArgumentException if there is no such integration
     */
    public List<AlertExplanation> explain(String integration, Sender sender, byte[] body)
            throws UnreadableWebhookException {
        IntegrationPipeline pipeline = pipeline(integration);
        List<AlertExplanation> explained = new ArrayList<>();
        pipeline.reader().read(sender, body).understood().forEach((index, alert) -> {
            Facts facts = pipeline.facts(alert);
            explained.add(new AlertExplanation(
                    index, Optional.of(alert), facts, pipeline.rules().explain(facts)));
        });
        return explained;
    }

    /**
     * Explains an alert given by its facts.
     *
     * @throws IllegalArgumentException if there is no such integration
     */
    public AlertExplanation explain(String integration, Facts facts) {
        return new AlertExplanation(
                0, Optional.empty(), facts, pipeline(integration).rules().explain(facts));
    }

    private IntegrationPipeline pipeline(String name) {
        IntegrationPipeline pipeline = integrations.get(name);
        if (pipeline == null) {
            throw new IllegalArgumentException("there is no integration " + name);
        }
        return pipeline;
    }
}
