package io.alertrelay.rulesets;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alertrelay.api.LedgerDesk;
import io.alertrelay.config.IntegrationSettings;
import io.alertrelay.config.KeptRuleSet;
import io.alertrelay.config.KeptRuleSet.Content;
import io.alertrelay.config.KeptRuleSetJson;
import io.alertrelay.config.RelayConfig;
import io.alertrelay.config.RulesYaml;
import io.alertrelay.management.Api;
import io.alertrelay.management.ApiAnswer;
import io.alertrelay.pipeline.ConfigSnapshot;
import io.alertrelay.pipeline.IntegrationPipeline;
import io.alertrelay.routing.RulesDiff;
import io.alertrelay.routing.RulesDiff.Change;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * {@code GET /api/v1/rules}: those of each integration; {@code …/rules/versions}: those that were ever in use; {@code
 * …/rules/versions/<version>}; {@code …/rules/diff/<version>/<version>}; {@code …/rules/hits/<integration>}: how often
 * each case matches what was received during the last day, as far back as was counted so far.
 */
public final class RulesResource implements Api.Resource {
    private final LedgerDesk desk;
    private final Supplier<ConfigSnapshot> current;
    private final Clock clock;
    private final HitCounts counts = new HitCounts();
    private final Semaphore counting = new Semaphore(1);

    /** @param current what is in force now */
    public RulesResource(LedgerDesk desk, Supplier<ConfigSnapshot> current, Clock clock) {
        this.desk = desk;
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
            case "versions" -> kept(rules -> ApiAnswer.ok(rest.isEmpty() ? all(rules) : of(rules.find(rest))));
            case "diff" -> {
                String[] versions = rest.split("/", 2);
                yield kept(rules -> ApiAnswer.ok(
                        diff(rules.find(versions[0]), rules.find(versions.length == 2 ? versions[1] : ""))));
            }
            default -> ApiAnswer.error(404, "NotFound", "expected rules, rules/versions, rules/diff or rules/hits");
        };
    }

    private static ObjectNode inForce(ConfigSnapshot now) {
        ObjectNode root = object();
        ArrayNode list = root.putArray("integrations");
        RelayConfig config = now.config();
        for (IntegrationSettings integration : config.integrations()) {
            ObjectNode node = list.addObject().put("name", integration.name());
            ObjectNode rules = of(KeptRuleSet.of(integration, config.channels(), now.since()));
            node.setAll(rules);
            node.remove(List.of("channels", "integration", "first_used_at"));
            ArrayNode warnings = node.putArray("warnings");
            integration.rules().lint().warnings().forEach(warning -> warnings.add(warning.toString()));
        }
        return root;
    }

    /** As it is kept, and as a file. */
    private static ObjectNode of(KeptRuleSet kept) {
        ObjectNode node = KeptRuleSetJson.write(kept);
        if (kept.content() instanceof Content.Shared shared) {
            node.put("yaml", new RulesYaml(Map.of()).write(shared.rules()));
        }
        return node;
    }

    private ObjectNode all(KeptRules rules) {
        ObjectNode root = object();
        ArrayNode list = root.putArray("versions");
        for (KeptRuleSet kept : rules.all()) {
            ObjectNode node = list.addObject()
                    .put("version", kept.version())
                    .put("integration", kept.integration())
                    .put("first_used_at", kept.firstUsedAt().toString());
            if (kept.content() instanceof Content.Shared shared) {
                node.put("cases", shared.rules().cases().size());
            } else {
                node.put("channel", ((Content.Dedicated) kept.content()).channel());
            }
            ArrayNode now = node.putArray("now");
            current.get().config().integrations().stream()
                    .filter(integration -> integration.rules().version().equals(kept.version()))
                    .forEach(integration -> now.add(integration.name()));
        }
        return root;
    }

    private static ObjectNode diff(KeptRuleSet before, KeptRuleSet after) {
        ObjectNode root = before.content() instanceof Content.Shared a && after.content() instanceof Content.Shared b
                ? of(RulesDiff.of(a.rules(), b.rules()))
                : object();
        root.put("before", before.version()).put("after", after.version());
        return root;
    }

    private static ObjectNode of(RulesDiff diff) {
        ObjectNode root = object();
        ArrayNode cases = root.putArray("cases");
        diff.cases().forEach(change -> cases.add(of(change)));
        diff.byDefault()
                .ifPresent(changed -> root.putObject("default")
                        .<ObjectNode>set("before", KeptRuleSetJson.write(changed.before()))
                        .set("after", KeptRuleSetJson.write(changed.after())));
        return root;
    }

    private static ObjectNode of(Change change) {
        if (change instanceof Change.Removed removed) {
            return object().put("what", "removed")
                    .put("from", removed.number())
                    .set("before", KeptRuleSetJson.write(removed.definition()));
        }
        if (change instanceof Change.Added added) {
            return object().put("what", "added")
                    .put("to", added.number())
                    .set("after", KeptRuleSetJson.write(added.definition()));
        }
        if (change instanceof Change.Moved moved) {
            return object().put("what", "moved")
                    .put("from", moved.from())
                    .put("to", moved.to())
                    .set("after", KeptRuleSetJson.write(moved.definition()));
        }
        Change.Changed changed = (Change.Changed) change;
        return object().put("what", "changed")
                .put("from", changed.from())
                .put("to", changed.to())
                .<ObjectNode>set("before", KeptRuleSetJson.write(changed.before()))
                .set("after", KeptRuleSetJson.write(changed.after()));
    }

    private ApiAnswer hits(String name) {
        ConfigSnapshot snapshot = current.get();
        Optional<IntegrationSettings> integration = snapshot.config().integrations().stream()
                .filter(one -> one.name().equals(name))
                .findFirst();
        if (integration.isEmpty()) {
            return ApiAnswer.error(404, "UnknownIntegration", "there is no such integration");
        }
        if (!counting.tryAcquire()) {
            return ApiAnswer.error(429, "TooManyQuestions", "at most 1 count at a time: ask again in a moment");
        }
        try {
            return desk.answer(ledger -> {
                Instant now = clock.instant();
                IntegrationPipeline pipeline =
                        snapshot.pipelines().pipeline(name).orElseThrow();
                HitCounts.Look look = counts.look(pipeline, now, new JournalHits(ledger, pipeline));
                CaseHits hits = look.hits();
                ObjectNode root = object().put("integration", name)
                        .put("version", integration.get().rules().version())
                        .put("from", look.from().toString())
                        .put("to", now.toString())
                        .put("complete", look.complete())
                        .put("firings", hits.firings())
                        .put("default", hits.byDefault());
                ObjectNode cases = root.putObject("cases");
                hits.cases().forEach((number, count) -> cases.put(String.valueOf(number), count));
                return ApiAnswer.ok(root);
            });
        } finally {
            counting.release();
        }
    }

    private ApiAnswer kept(OfKept answer) {
        return desk.answer(ledger -> {
            try {
                return answer.of(KeptRules.of(ledger));
            } catch (KeptRules.UnknownVersionException e) {
                return ApiAnswer.error(404, "UnknownVersion", String.valueOf(e.getMessage()));
            }
        });
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** What is answered from the rules that were ever in use. */
    @FunctionalInterface
    private interface OfKept {
        ApiAnswer of(KeptRules rules) throws KeptRules.UnknownVersionException;
    }
}
