package io.alertrelay.explain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alertrelay.alert.Severity;
import io.alertrelay.arms.Sender;
import io.alertrelay.arms.UnreadableWebhookException;
import io.alertrelay.config.IntegrationSettings;
import io.alertrelay.config.RelayConfig;
import io.alertrelay.management.Api;
import io.alertrelay.management.ApiAnswer;
import io.alertrelay.routing.Facts;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * {@code POST /api/v1/explain}: where an alert would go, and why. Accepts {@code {"integration", "body", "sender"}},
 * the body as it is posted, as JSON or, byte for byte, as a text, and the sender as the path has it (ARMS if absent), or {@code
 * {"integration", "labels", "severity", "title", "description"}} as the rules see them.
 *
 * @param config the current configuration
 */
public record ExplainQuestion(Supplier<RelayConfig> config) implements Api.Question {
    private static final Set<String> KEYS =
            Set.of("integration", "body", "sender", "labels", "severity", "title", "description");
    private static final Set<String> FACTS = Set.of("labels", "severity", "title", "description");

    @Override
    public ApiAnswer answer(ObjectNode body, Optional<String> operator) {
        try {
            RelayConfig now = config.get();
            IntegrationSettings integration = integration(body, now);
            WebhookExplainer explainer = WebhookExplainer.of(List.of(integration));
            boolean facts = FACTS.stream().anyMatch(body::has);
            if (facts == body.has("body")) {
                throw new Mistake("InvalidBody", "expected either body, or labels, severity, title and description");
            }
            PastWebhook explained = facts
                    ? explainer.explain(integration.name(), facts(body, integration))
                    : explainer.explain(integration.name(), sender(body), bytes(body.get("body")), OptionalInt.empty());
            return ApiAnswer.ok(ExplanationJson.of(explained));
        } catch (Mistake e) {
            return ApiAnswer.error(400, e.code, String.valueOf(e.getMessage()));
        } catch (UnreadableWebhookException e) {
            return ApiAnswer.error(400, "UnreadableWebhook", String.valueOf(e.getMessage()));
        }
    }

    private static IntegrationSettings integration(ObjectNode body, RelayConfig now) throws Mistake {
        Set<String> unknown = new TreeSet<>();
        body.fieldNames().forEachRemaining(unknown::add);
        unknown.removeAll(KEYS);
        if (!unknown.isEmpty()) {
            throw new Mistake(
                    "InvalidBody", "found " + unknown.iterator().next() + ", expected " + new TreeSet<>(KEYS));
        }
        List<String> names = now.integrationNames();
        String name = text(body, "integration").orElse(names.size() == 1 ? names.get(0) : "");
        return now.integration(name)
                .orElseThrow(() -> new Mistake(
                        "UnknownIntegration",
                        "integration: found " + (name.isEmpty() ? "none" : "another") + ", expected one of "
                                + String.join(", ", names)));
    }

    private static Facts facts(ObjectNode body, IntegrationSettings integration) throws Mistake {
        Optional<String> word = text(body, "severity");
        Optional<Severity> severity = word.flatMap(Severity::named);
        if (word.isPresent() && severity.isEmpty()) {
            throw new Mistake("InvalidBody", "severity: found another word, expected Critical, Warning or Info");
        }
        Map<String, String> labels = new HashMap<>();
        JsonNode given = body.path("labels");
        if (!given.isMissingNode() && !given.isObject()) {
            throw new Mistake("InvalidBody", "labels: expected an object of texts");
        }
        for (String label : (Iterable<String>) given::fieldNames) {
            JsonNode value = given.get(label);
            if (!value.isTextual()) {
                throw new Mistake("InvalidBody", "labels: found one that is no text, expected an object of texts");
            }
            labels.put(label, value.asText());
        }
        return new Facts(
                severity.orElse(integration.defaultSeverity()),
                text(body, "title").orElse(""),
                text(body, "description").orElse(""),
                integration.id(),
                labels);
    }

    private static Sender sender(ObjectNode body) throws Mistake {
        String word = text(body, "sender").orElse(Sender.ARMS.word());
        if (!Sender.ofWord(word).word().equals(word)) {
            throw new Mistake("InvalidBody", "sender: found another word, expected aliyun-arms or prometheus");
        }
        return Sender.ofWord(word);
    }

    private static byte[] bytes(JsonNode webhook) {
        String text = webhook.isTextual() ? webhook.asText() : webhook.toString();
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Optional<String> text(ObjectNode body, String key) throws Mistake {
        JsonNode value = body.path(key);
        if (!value.isMissingNode() && !value.isTextual()) {
            throw new Mistake("InvalidBody", key + ": expected a string");
        }
        return value.isMissingNode() ? Optional.empty() : Optional.of(value.asText());
    }

    /** The question can't be answered; the message says what was found and what was expected. */
    private static final class Mistake extends Exception {
        private final String code;

        Mistake(String code, String message) {
            super(message);
            this.code = code;
        }
    }
}
