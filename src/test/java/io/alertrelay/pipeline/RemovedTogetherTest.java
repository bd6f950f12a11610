package io.alertrelay.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.alertrelay.config.ConfigLoader;
import io.alertrelay.config.RelayConfig;
import io.alertrelay.record.WebhookRecord;
import io.alertrelay.testing.WebhookReceipts;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** One reload removes an integration and channels of its rules, while webhooks of it wait to be routed. */
class RemovedTogetherTest {
    private static final String BOTH = """
            integrations:
              - name: arms
                key: a-long-key
                routes:
                  cases: [ { if: [ { key: labels.team, oper: IN, vals: [pay] } ], channels: [gone, too] } ]
                  default: { channels: [gone, kept] }
              - { name: other, key: another-long-key, channel: kept }
            channels:
              - { name: gone, push_url: "https://example.com/gone?integration_key=gone" }
              - { name: too, push_url: "https://example.com/too?integration_key=too" }
              - { name: kept, push_url: "https://example.com/kept?integration_key=kept" }
            self_alert: { channel: gone, heartbeat: 1h }
            """;
    private static final String KEPT = """
            integrations: [ { name: other, key: another-long-key, channel: kept } ]
            channels: [ { name: kept, push_url: "https://example.com/kept?integration_key=kept" } ]
            """;
    private static final String OTHER = KEPT.replace("kept", "different");

    private final OpenAlerts open = OpenAlerts.none(Duration.ofDays(30));
    private final Pipelines before = new Pipelines(config(BOTH));

    @Test
    void itsAlertsGoToTheChannelsThatAreLeftAndAreToldOfTheOthers() throws Exception {
        RoutedSlice routed = route(before.renewed(config(KEPT)), "arms", alert("firing", "other"));

        assertThat(routed.setAside()).isEmpty();
        assertThat(routed.events()).extracting(RoutedEvent::channel).containsExactly("kept");
        assertThat(routed.decisions()).hasSize(1).allSatisfy(decision -> {
            assertThat(decision.dispatch().channels()).containsExactly("kept");
            assertThat(decision.dispatch().why())
                    .isEqualTo("default: no case matched; not to gone, no longer configured");
            assertThat(decision.open().orElseThrow().channels()).containsExactly("kept");
        });
    }

    @Test
    void whereNoChannelOfTheCasesIsLeftTheDefaultIsUsed() throws Exception {
        RoutedSlice routed = route(before.renewed(config(KEPT)), "arms", alert("firing", "pay"));

        assertThat(routed.setAside()).isEmpty();
        assertThat(routed.events()).extracting(RoutedEvent::channel).containsExactly("kept");
    }

    @Test
    void whereNoneIsLeftTheAlertIsSetAsideWithTheChannelsThatAreMissingAndIsNotRecordedAsSent() throws Exception {
        RoutedSlice routed = route(before.renewed(config(OTHER)), "arms", alert("firing", "other"));

        assertThat(routed.events()).isEmpty();
        assertThat(routed.decisions()).isEmpty();
        assertThat(routed.setAside())
                .extracting(SetAsideAlert::cause)
                .containsExactly("no channel that its rules lead to is configured any more: gone, kept");
        assertThat(open.size()).isZero();
    }

    @Test
    void whatTheRelayReportsOfItselfLeavesATraceWhereNobodyIsLeftToBeTold() throws Exception {
        route(before, Pipelines.OWN, alert("firing", "own"));

        RoutedSlice routed = route(before.renewed(config(KEPT)), Pipelines.OWN, alert("resolved", "own"));

        assertThat(routed.events()).isEmpty();
        assertThat(routed.setAside())
                .extracting(SetAsideAlert::cause)
                .containsExactly("no channel that its rules lead to is configured any more: gone");
    }

    private RoutedSlice route(Pipelines pipelines, String integration, String body) throws Exception {
        WebhookRecord webhook = WebhookReceipts.stored(WebhookReceipts.webhook(0, 0), integration, Instant.EPOCH, body);
        return RoutedByHand.slice(pipelines.router().begin(webhook), open, Long.MAX_VALUE);
    }

    private static String alert(String status, String team) {
        return "{\"alerts\": [{\"status\": \"%s\", \"labels\": {\"alertname\": \"a\", \"team\": \"%s\"}}]}"
                .formatted(status, team);
    }

    private static RelayConfig config(String yaml) {
        try {
            return new ConfigLoader(Map.of()).load(yaml, "relay.yaml", Path.of(""));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
