package io.alertrelay.explain;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alertrelay.alert.Severity;
import io.alertrelay.arms.Sender;
import io.alertrelay.config.IntegrationSettings;
import io.alertrelay.config.RulesFile;
import io.alertrelay.explain.WhatIfResult.Count;
import io.alertrelay.pipeline.IntegrationPipeline;
import io.alertrelay.record.WebhookRecord;
import io.alertrelay.routing.Decision;
import io.alertrelay.routing.Facts;
import io.alertrelay.routing.MatchedCase;
import io.alertrelay.routing.RandomRules;
import io.alertrelay.routing.RuleSet;
import io.alertrelay.rulesets.CaseHits;
import io.alertrelay.testing.RandomIntegration;
import io.alertrelay.testing.WebhookReceipts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What other rules would do with what came in. */
class WhatIfTest {
    private static final Instant T0 = Instant.parse("2026-11-22T02:00:00Z");

    @Test
    void identicalRulesMakeNoDifference() throws Exception {
        Random random = new Random(11);
        for (int i = 0; i < 200; i++) {
            IntegrationSettings integration = RandomIntegration.with(random);

            WhatIfResult result =
                    new WhatIf(IntegrationPipeline.of(integration), integration.rules()).compare(webhooks(random, 20));

            assertThat(result.firings()).isPositive();
            assertThat(result.unreadable()).isZero();
            assertThat(List.of(result.changed(), result.added(), result.removed(), result.intoDefault()))
                    .containsOnly(0L);
            assertThat(result.groups()).isEmpty();
            assertThat(result.channels().values())
                    .allSatisfy(c -> assertThat(c.before()).isEqualTo(c.after()));
        }
    }

    @Test
    void theHitsOfACaseAreTheFiringsThatItMatchesHoweverTheWebhooksAreDivided() throws Exception {
        Random random = new Random(13);
        for (int i = 0; i < 100; i++) {
            IntegrationSettings integration = RandomIntegration.with(random);
            IntegrationPipeline pipeline = IntegrationPipeline.of(integration);
            List<WebhookRecord> webhooks = webhooks(random, 20);

            CaseHits hits = CaseHits.of(pipeline, webhooks.subList(0, 7))
                    .plus(CaseHits.of(pipeline, webhooks.subList(7, 20)))
                    .plus(CaseHits.NONE);

            List<Decision> firings = new ArrayList<>();
            for (WebhookRecord webhook : webhooks) {
                WebhookExplainer.of(List.of(integration))
                        .explain("arms", Sender.ARMS, webhook.body(), OptionalInt.empty())
                        .alerts()
                        .stream()
                        .filter(one -> one.alert().orElseThrow().status().word().equals("firing"))
                        .forEach(one -> firings.add(one.explanation().decision()));
            }
            assertThat(hits.firings()).isEqualTo(firings.size());
            assertThat(hits.byDefault())
                    .isEqualTo(firings.stream().filter(Decision::byDefault).count());
            assertThat(hits.cases())
                    .isEqualTo(firings.stream()
                            .flatMap(decision -> decision.matched().stream())
                            .collect(Collectors.groupingBy(MatchedCase::number, Collectors.counting())));
        }
    }

    @Test
    void otherRulesMakeTheDifferenceThatEachAlertShows() throws Exception {
        Random random = new Random(12);
        for (int i = 0; i < 200; i++) {
            IntegrationSettings integration = RandomIntegration.with(random);
            RuleSet next = RandomIntegration.with(random).rules();
            List<WebhookRecord> webhooks = webhooks(random, 20);

            WhatIfResult result = new WhatIf(IntegrationPipeline.of(integration), next).compare(webhooks);

            long changed = 0;
            long removed = 0;
            long intoDefault = 0;
            for (WebhookRecord webhook : webhooks) {
                for (AlertExplanation one : WebhookExplainer.of(List.of(integration))
                        .explain("arms", Sender.ARMS, webhook.body(), OptionalInt.empty())
                        .alerts()) {
                    if (one.alert().orElseThrow().status().word().equals("firing")) {
                        Decision before = one.explanation().decision();
                        Decision after = next.decide(one.facts());
                        changed += new HashSet<>(before.channels()).equals(new HashSet<>(after.channels())) ? 0 : 1;
                        removed += after.channels().containsAll(before.channels()) ? 0 : 1;
                        intoDefault += after.byDefault() && !before.byDefault() ? 1 : 0;
                    }
                }
            }
            assertThat(result.groups().keySet())
                    .allMatch(d -> d.intoDefault()
                            || !d.added().isEmpty()
                            || !d.removed().isEmpty());
            assertThat(result.changed()).isEqualTo(changed);
            assertThat(result.removed()).isEqualTo(removed);
            assertThat(result.intoDefault()).isEqualTo(intoDefault);
        }
    }

    @Test
    void partsAddUpToTheWhole() throws Exception {
        Random random = new Random(13);
        IntegrationSettings integration = RandomIntegration.with(random);
        WhatIf whatIf = new WhatIf(
                IntegrationPipeline.of(integration),
                RandomIntegration.with(random).rules());
        List<WebhookRecord> webhooks = webhooks(random, 300);

        WhatIfResult parts = WhatIfResult.NOTHING;
        for (int i = 0; i < 300; i += 50) {
            parts = parts.plus(whatIf.compare(webhooks.subList(i, i + 50)));
        }

        assertThat(parts).isEqualTo(whatIf.compare(webhooks));
    }

    @Test
    void saysWhichAlertsLeaveAChannelAndWhy() throws Exception {
        RuleSet before = rules("labels.team", "[payments]");
        RuleSet after = rules("labels.team", "[infra]");
        IntegrationPipeline pipeline = pipeline(before);
        Facts facts = new Facts(Severity.CRITICAL, "", "", Optional.empty(), Map.of("team", "payments", "x", "y"));

        WhatIfResult result = new WhatIf(pipeline, after)
                .compare(List.of(
                        webhook(0, body("firing", facts)), webhook(1, body("resolved", facts)), webhook(2, "x")));

        assertThat(result.recoveries()).isEqualTo(1);
        assertThat(result.unreadable()).isEqualTo(1);
        assertThat(result.channels()).isEqualTo(Map.of("payments", new Count(1, 0), "night", new Count(0, 1)));
        assertThat(result.largest()).singleElement().satisfies(group -> {
            assertThat(group.getKey())
                    .isEqualTo(new WhatIfResult.Difference(
                            List.of("payments"),
                            List.of("night"),
                            "case 1 (labels.team IN payments)",
                            "default: no case matched",
                            true));
            assertThat(group.getValue().examples()).singleElement().satisfies(example -> {
                assertThat(example.receipt()).isEqualTo("w0-0-7k3m9qxr2ztc5vbn");
                assertThat(example.values()).isEqualTo(Map.of("labels.team", Optional.of("payments")));
            });
        });
    }

    @Test
    void aGroupHasTheFirstExamplesHoweverManyThereAre() throws Exception {
        Facts facts = new Facts(Severity.CRITICAL, "", "", Optional.empty(), Map.of("team", "payments"));
        List<WebhookRecord> webhooks = new ArrayList<>();
        for (int i = 9; i >= 0; i--) {
            webhooks.add(webhook(i, body("firing", facts)));
        }

        WhatIfResult result = new WhatIf(pipeline(rules("labels.team", "[payments]")), rules("labels.team", "[infra]"))
                .compare(webhooks);

        WhatIfResult.Group group = result.largest().get(0).getValue();
        assertThat(group.count()).isEqualTo(10);
        assertThat(group.examples())
                .extracting(WhatIfResult.Example::receivedAt)
                .containsExactly(T0, T0.plusSeconds(1), T0.plusSeconds(2));
    }

    private static IntegrationPipeline pipeline(RuleSet rules) throws Exception {
        IntegrationPipeline any = IntegrationPipeline.of(RandomIntegration.with(new Random(1)));
        return new IntegrationPipeline(any.name(), any.id(), any.reader(), any.events(), rules);
    }

    private static RuleSet rules(String key, String vals) throws Exception {
        return new RulesFile(RandomIntegration.channels()).read("""
                cases:
                  - if: [{ key: %s, oper: IN, vals: %s }]
                    channels: [payments]
                default: { channels: [night] }
                """.formatted(key, vals), "rules.yaml");
    }

    private static List<WebhookRecord> webhooks(Random random, int count) {
        List<WebhookRecord> webhooks = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            webhooks.add(webhook(i, body(random.nextInt(4) == 0 ? "resolved" : "firing", RandomRules.facts(random))));
        }
        return webhooks;
    }

    private static WebhookRecord webhook(int offset, String body) {
        return WebhookReceipts.stored(WebhookReceipts.webhook(0, offset), "arms", T0.plusSeconds(offset), body);
    }

    private static String body(String status, Facts facts) {
        ObjectNode root = new ObjectMapper().createObjectNode();
        ArrayNode alerts = root.putArray("alerts");
        ObjectNode alert = alerts.addObject().put("status", status);
        ObjectNode labels = alert.putObject("labels");
        facts.labels().forEach(labels::put);
        labels.put("alertname", facts.title().isEmpty() ? "x" : facts.title())
                .put("severity", facts.severity().word());
        alert.putObject("annotations").put("message", facts.description());
        return root.toString();
    }
}
