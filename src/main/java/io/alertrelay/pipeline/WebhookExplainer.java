package io.alertrelay.pipeline;

import io.alertrelay.alert.Alert;
import io.alertrelay.arms.UnreadableWebhookException;
import io.alertrelay.config.IntegrationSettings;
import io.alertrelay.routing.Facts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Says of a webhook where each of its alerts goes and why, by the reader, the templates and the rules that route it.
 * Sends nothing. Immutable, so safe to share between threads.
 */
public final class WebhookExplainer {
    private final Map<String, IntegrationPipeline> integrations;

    /** @param integrations by name */
    public WebhookExplainer(Map<String, IntegrationPipeline> integrations) {
        this.integrations = Map.copyOf(integrations);
    }

    /** For the integrations of a configuration. */
    public static WebhookExplainer of(List<IntegrationSettings> integrations) {
        return new WebhookExplainer(integrations.stream()
                .map(IntegrationPipeline::of)
                .collect(Collectors.toMap(IntegrationPipeline::name, Function.identity())));
    }

    /** The names of the integrations that can be asked about. */
    public Set<String> integrations() {
        return integrations.keySet();
    }

    /**
     * Explains each alert of a body, in order.
     *
     * @param integration its name
     * @param body as ARMS posts it
     * @throws UnreadableWebhookException if the body is none that could be routed
     * @throws IllegalArgumentException if there is no such integration
     */
    public List<AlertExplanation> explain(String integration, byte[] body) throws UnreadableWebhookException {
        IntegrationPipeline pipeline = pipeline(integration);
        List<Alert> alerts = pipeline.reader().read(body).alerts();
        List<AlertExplanation> explained = new ArrayList<>();
        for (Alert alert : alerts) {
            Facts facts = pipeline.facts(alert, pipeline.events().build(alert));
            explained.add(new AlertExplanation(
                    explained.size(),
                    Optional.of(alert),
                    facts,
                    pipeline.rules().explain(facts)));
        }
        return explained;
    }

    /**
     * Explains an alert of which only the facts are given.
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
