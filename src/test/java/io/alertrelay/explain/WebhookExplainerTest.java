package io.alertrelay.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alertrelay.arms.Sender;
import io.alertrelay.arms.UnreadableWebhookException;
import io.alertrelay.config.ConfigLoader;
import io.alertrelay.config.Format;
import io.alertrelay.config.RelayConfig;
import io.alertrelay.pipeline.DecisionHistory;
import io.alertrelay.pipeline.IntegrationPipeline;
import io.alertrelay.pipeline.OpenAlerts;
import io.alertrelay.pipeline.RoutedByHand;
import io.alertrelay.pipeline.RoutedEvent;
import io.alertrelay.pipeline.Router;
import io.alertrelay.record.Dispatch;
import io.alertrelay.record.WebhookRecord;
import io.alertrelay.testing.WebhookReceipts;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What is explained is what is done. */
class WebhookExplainerTest {
    private static final String CONFIG = """
            integrations:
              - name: arms
                id: 6042
                key: a-long-key
                default_severity: Info
                event: { title: "[{labels.zone}] {labels.alertname}", labels: { team: "{labels.owner}" } }
                routes:
                  cases:
                    - if:
                        - { key: labels.team, oper: IN, vals: [payments] }
                        - { key: title, oper: IN, vals: ["/^.z1/"] }
                        - { key: data_source_id, oper: IN, vals: [6042] }
                        - { key: severity, oper: IN, vals: [Info] }
                      channels: [payments]
                  default: { channels: [night] }
            channels:
              - { name: payments, push_url: "https://example.com/a" }
              - { name: night, push_url: "https://example.com/b" }
            """;
    private static final byte[] BODY = """
            {"alerts": [
              {"status": "firing", "labels": {"alertname": "a", "zone": "z1", "owner": "payments"}},
              {"status": "resolved", "labels": {"alertname": "a", "zone": "z2", "owner": "payments"}}]}
            """.getBytes(StandardCharsets.UTF_8);

    @Test
    void explainsTheDecisionsThatTheRouterMakes() throws Exception {
        RelayConfig config = new ConfigLoader(Map.of()).load(CONFIG, "relay.yaml", Path.of(""));
        Map<String, IntegrationPipeline> pipelines = config.integrations().stream()
                .map(IntegrationPipeline::of)
                .collect(Collectors.toMap(IntegrationPipeline::name, p -> p));
        Router router = new Router(pipelines, Map.of("payments", Format.STANDARD, "night", Format.STANDARD));
        OpenAlerts none = new DecisionHistory(Duration.ofDays(30), 0).openAlerts();
        WebhookRecord webhook = WebhookReceipts.stored(
                WebhookReceipts.webhook(0, 0), "arms", Instant.EPOCH, new String(BODY, StandardCharsets.UTF_8));
        List<Dispatch> routed = RoutedByHand.slice(router.begin(webhook), none, Long.MAX_VALUE).events().stream()
                .map(RoutedEvent::dispatch)
                .toList();

        List<AlertExplanation> explained = WebhookExplainer.of(config.integrations())
                .explain("arms", Sender.ARMS, BODY, OptionalInt.empty())
                .alerts();

        assertThat(explained)
                .extracting(e -> e.explanation().decision().channels())
                .isEqualTo(routed.stream().map(Dispatch::channels).toList());
        assertThat(explained)
                .extracting(e -> e.explanation().decision().why())
                .isEqualTo(routed.stream().map(Dispatch::why).toList());
        assertThat(routed).extracting(Dispatch::channels).containsExactly(List.of("payments"), List.of("night"));
    }

    @Test
    void aLabelThatATemplateRendersBlankIsAbsentForTheRulesToo() throws Exception {
        String zone = "{ key: labels.zone, oper: IN, vals: [\"*\"] }";
        String noTeam = "{ key: labels.team, oper: NOTIN, vals: [\"*\"] }";
        RelayConfig config = new ConfigLoader(Map.of())
                .load(
                        CONFIG.replace("team: \"{labels.owner}\"", "team: \"{labels.owner}\", zone: \" \"")
                                .replace(
                                        "      default: {",
                                        "        - { if: [" + zone + "], channels: [night] }\n"
                                                + "        - { if: [" + noTeam + "], channels: [payments] }\n"
                                                + "      default: {"),
                        "relay.yaml",
                        Path.of(""));
        byte[] body = "{\"alerts\": [{\"status\": \"firing\", \"labels\": {\"alertname\": \"a\", \"zone\": \"z\"}}]}"
                .getBytes(StandardCharsets.UTF_8);

        AlertExplanation explained = WebhookExplainer.of(config.integrations())
                .explain("arms", Sender.ARMS, body, OptionalInt.empty())
                .alerts()
                .get(0);

        assertThat(explained.facts().labels()).containsOnlyKeys("alertname");
        assertThat(explained.explanation().decision().channels()).containsExactly("payments");
    }

    @Test
    void ofOneAlertSaysWhetherTheWebhookHasItAlsoIfItIsNotUnderstood() throws Exception {
        WebhookExplainer explainer = WebhookExplainer.of(new ConfigLoader(Map.of())
                .load(CONFIG, "relay.yaml", Path.of(""))
                .integrations());
        byte[] body = """
                {"alerts": [
                  {"status": "firing", "labels": {"alertname": "a"}},
                  {"status": "unheard of", "labels": {"alertname": "a"}}]}
                """.getBytes(StandardCharsets.UTF_8);

        assertThat(explainer
                        .explain("arms", Sender.ARMS, body, OptionalInt.of(0))
                        .hasAsked())
                .isTrue();
        PastWebhook setAside = explainer.explain("arms", Sender.ARMS, body, OptionalInt.of(1));
        assertThat(setAside.hasAsked()).isTrue();
        assertThat(setAside.alerts()).isEmpty();
        assertThat(explainer
                        .explain("arms", Sender.ARMS, body, OptionalInt.of(2))
                        .hasAsked())
                .isFalse();
        assertThat(explainer
                        .explain("arms", Sender.ARMS, body, OptionalInt.empty())
                        .hasAsked())
                .isTrue();
    }

    @Test
    void saysThatABodyCannotBeReadOrThatThereIsNoSuchIntegration() throws Exception {
        WebhookExplainer explainer = WebhookExplainer.of(new ConfigLoader(Map.of())
                .load(CONFIG, "relay.yaml", Path.of(""))
                .integrations());

        assertThatThrownBy(() -> explainer.explain("arms", Sender.ARMS, new byte[] {'x'}, OptionalInt.empty()))
                .isInstanceOf(UnreadableWebhookException.class);
        assertThatThrownBy(() -> explainer.explain("other", Sender.ARMS, BODY, OptionalInt.empty()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
