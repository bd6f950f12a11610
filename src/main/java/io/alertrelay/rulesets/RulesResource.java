package io.alertrelay.rulesets;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alertrelay.api.LedgerAccess;
import io.alertrelay.api.QuestionLimit;
import io.alertrelay.config.IntegrationSettings;
import io.alertrelay.config.RulesInUse;
import io.alertrelay.config.RulesYaml;
import io.alertrelay.json.Json;
import io.alertrelay.management.Api;
import io.alertrelay.management.ApiAnswer;
import io.alertrelay.pipeline.ConfigSnapshot;
import io.alertrelay.pipeline.IntegrationPipeline;
import io.alertrelay.reading.Ledger;
import io.alertrelay.reading.StartException;
import io.alertrelay.record.KeptRuleSet;
import io.alertrelay.record.RecordJson;
import io.alertrelay.routing.RulesDiff;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * {@code GET /api/v1/rules}: the current rules of each integration; {@code …/rules/versions}: all that were ever in
 * use; {@code …/rules/versions/<version>}; {@code …/rules/diff/<version>/<version>}; {@code
 * …/rules/hits/<integration>}: how often each case matches what was received during the last day, as far back as was
 * counted so far.
 */
public final class RulesResource implements Api.Resource {
    private final LedgerAccess access;
    private final Supplier<ConfigSnapshot> current;
    private final Clock clock;
    private final HitCounts counts = new HitCounts();
    private final QuestionLimit counting = new QuestionLimit(1, "count");

    /** @param current the current configuration */
    public RulesResource(LedgerAccess access, Supplier<ConfigSnapshot> current, Clock clock) {
        this.access = access;
        this.current = current;
        this.clock = clock;
    }

    @Override
    public ApiAnswer get(String item) {
        String[] parts = item.split("/", 2);
        String rest = parts.length == 2 ? parts[1] : "";
        return switch (parts[0]) {
            case "" -> ApiAnswer.ok(inForce(current.get()));
            case "hits" -> hits(rest);
            case "versions" -> kept(rules -> ApiAnswer.ok(rest.isEmpty() ? all(rules) : of(rules.find(rest))), rest);
            case "diff" -> {
                String[] versions = rest.split("/", 2);
                String before = versions[0];
                String after = versions.length == 2 ? versions[1] : "";
                yield kept(rules -> ApiAnswer.ok(diff(rules.find(before), rules.find(after))), before, after);
            }
            default -> ApiAnswer.error(404, "NotFound", "expected rules, rules/versions, rules/diff or rules/hits");
        };
    }

    private static ObjectNode inForce(ConfigSnapshot now) {
        return RecordJson.tree(new InForce(now.config().integrations().stream()
                .map(integration -> {
                    KeptRuleSet kept = RulesInUse.of(integration, now.config().channels(), now.since());
                    return new Integration(
                            integration.name(),
                            kept,
                            yaml(kept),
                            integration.rules().lint().warnings().stream()
                                    .map(Object::toString)
                                    .toList());
                })
                .toList()));
    }

    private static Optional<String> yaml(KeptRuleSet kept) {
        return kept.routes().map(new RulesYaml(Map.of())::write);
    }

    /** The rule set as it is stored, and as a file. */
    private static ObjectNode of(KeptRuleSet kept) {
        return RecordJson.tree(new Kept(kept, yaml(kept)));
    }

    private ObjectNode all(KeptRules rules) {
        return Json.of(new Versions(rules.all().stream().map(this::version).toList()));
    }

    private Version version(KeptVersion kept) {
        return new Version(kept, RulesInUse.by(current.get().config(), kept.version()));
    }

    private static ObjectNode diff(KeptRuleSet before, KeptRuleSet after) {
        ObjectNode root = before.routes().isPresent() && after.routes().isPresent()
                ? Json.of(RulesDiff.of(before.routes().get(), after.routes().get()))
                : JsonNodeFactory.instance.objectNode();
        return root.put("before", before.version()).put("after", after.version());
    }

    private ApiAnswer hits(String name) {
        ConfigSnapshot snapshot = current.get();
        Optional<IntegrationSettings> integration = snapshot.config().integration(name);
        if (integration.isEmpty()) {
            return ApiAnswer.error(404, "UnknownIntegration", "there is no such integration");
        }
        return counting.ask(
                () -> access.answer(ledger -> counted(ledger, snapshot, integration.get())), refusal -> refusal);
    }

    private ApiAnswer counted(Ledger ledger, ConfigSnapshot snapshot, IntegrationSettings integration)
            throws StartException, InterruptedException {
        Instant now = clock.instant();
        IntegrationPipeline pipeline =
                snapshot.pipelines().pipeline(integration.name()).orElseThrow();
        HitCounts.Look look = counts.look(pipeline, now, new WebhookHits(ledger, pipeline));
        CaseHits hits = look.hits();
        return ApiAnswer.ok(Json.of(new Hits(
                integration.name(),
                integration.rules().version(),
                look.from(),
                now,
                look.complete(),
                hits.firings(),
                hits.byDefault(),
                hits.cases())));
    }

    private ApiAnswer kept(OfKept answer, String... wanted) {
        return access.answer(ledger -> {
            try {
                return answer.of(KeptRules.of(ledger, wanted));
            } catch (KeptRules.UnknownVersionException e) {
                return ApiAnswer.error(404, "UnknownVersion", String.valueOf(e.getMessage()));
            }
        });
    }

    private record Kept(@JsonUnwrapped KeptRuleSet rules, Optional<String> yaml) {}

    private record InForce(List<Integration> integrations) {}

    private record Integration(
            String name,

            @JsonUnwrapped @JsonIgnoreProperties({"integration", "first_used_at", "channels"})
            KeptRuleSet rules,

            Optional<String> yaml,
            List<String> warnings) {}

    private record Versions(List<Version> versions) {}

    /** @param now the integrations that currently use it */
    private record Version(@JsonUnwrapped KeptVersion version, List<String> now) {}

    private record Hits(
            String integration,
            String version,
            Instant from,
            Instant to,
            boolean complete,
            long firings,
            @JsonProperty("default") long byDefault,
            Map<Integer, Long> cases) {}

    /** A question about the rules that were ever in use. */
    @FunctionalInterface
    private interface OfKept {
        ApiAnswer of(KeptRules rules) throws KeptRules.UnknownVersionException;
    }
}
