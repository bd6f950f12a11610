package io.alertrelay.explain;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.alertrelay.arms.Sender;
import io.alertrelay.config.ConfigLoader;
import io.alertrelay.record.AlertRef;
import io.alertrelay.record.DeliveryId;
import io.alertrelay.record.ReceiptId;
import io.alertrelay.trail.Trail.AlertTrail;
import io.alertrelay.trail.Trail.DeliveryTrail;
import io.alertrelay.trail.Trail.End;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Help.Ansi;

/** What is said of where an alert went, next to what the current rules say. */
class PastDecisionTest {
    private static final String CONFIG = """
            integrations:
              - name: arms
                key: a-long-key
                routes:
                  cases: [{ if: [{ key: labels.value, oper: IN, vals: ['num:ge:90'] }], channels: [a] }]
                  default: { channels: [b] }
            channels:
              - { name: a, push_url: "https://example.com/a" }
              - { name: b, push_url: "https://example.com/b" }
            """;
    private static final PastDecision FOLLOWED =
            new PastDecision(List.of("a"), "3f2a", "follows its firing: case 1 (labels.value IN num:ge:90)");
    private static final PastDecision BY_RULES = new PastDecision(List.of("a"), "3f2a", "case 1");

    @Test
    void aRecoveryThatFollowedItsFiringIsNotCalledDifferentBecauseOfWhatTheRulesSay() throws Exception {
        JsonNode then = ExplanationJson.of(recovery(FOLLOWED)).at("/alerts/0/then");

        assertThat(then.path("follows_firing").asBoolean()).isTrue();
        assertThat(then.path("differs").asBoolean()).isFalse();
        assertThat(text(recovery(FOLLOWED)))
                .contains("by the rules alone; a recovery goes where its firing went")
                .contains("then      -> a by follows its firing: case 1 (labels.value IN num:ge:90); rules 3f2a,"
                        + " whatever the current rules say")
                .doesNotContain("now it is");
    }

    @Test
    void aRecoveryThatRulesRoutedIs() throws Exception {
        JsonNode then = ExplanationJson.of(recovery(BY_RULES)).at("/alerts/0/then");

        assertThat(then.path("follows_firing").asBoolean(true)).isFalse();
        assertThat(then.path("differs").asBoolean()).isTrue();
        assertThat(text(recovery(BY_RULES)))
                .contains("rules 3f2a, now it is different")
                .doesNotContain("same rules");
    }

    @Test
    void theSameRulesMayLeadElsewhereWhichIsSaid() throws Exception {
        String version =
                recovery(BY_RULES).alerts().get(0).explanation().decision().version();

        assertThat(text(recovery(new PastDecision(List.of("a"), version, "case 1"))))
                .contains("rules " + version + ", now it is different (same rules: channels were added or removed, or"
                        + " templates or severities changed)");
        assertThat(text(recovery(new PastDecision(List.of("b"), version, "default"))))
                .contains("now it is the same")
                .doesNotContain("same rules");
    }

    @Test
    void aChannelWhoseDeliveryIsLostWasStillDecidedFor() {
        DeliveryId found = new DeliveryId(
                new AlertRef(ReceiptId.parse("w0-17-7k3m9qxr2ztc5vbn").orElseThrow(), 0), "a", "");
        AlertTrail alert = new AlertTrail(
                0,
                "firing",
                "Critical",
                "x",
                "arms:x",
                Optional.empty(),
                List.of(new DeliveryTrail(found, "case 1", "3f2a", new End.Unaccounted(), Optional.empty())),
                List.of("b"));

        assertThat(PastDecision.of(alert)).contains(new PastDecision(List.of("a", "b"), "3f2a", "case 1"));
    }

    private static PastWebhook recovery(PastDecision then) throws Exception {
        byte[] body =
                "{\"alerts\": [{\"status\": \"resolved\", \"labels\": {\"alertname\": \"x\", \"value\": \"40\"}}]}"
                        .getBytes(StandardCharsets.UTF_8);
        return WebhookExplainer.of(new ConfigLoader(Map.of())
                        .load(CONFIG, "relay.yaml", Path.of(""))
                        .integrations())
                .explain("arms", Sender.ARMS, body, OptionalInt.empty())
                .with(Map.of(0, then));
    }

    private static String text(PastWebhook webhook) {
        StringWriter out = new StringWriter();
        ExplanationText text = new ExplanationText(new PrintWriter(out, true), Ansi.OFF);
        AlertExplanation one = webhook.alerts().get(0);
        text.print(webhook.integration(), one);
        text.print(Optional.of(webhook.then(0).orElseThrow()), one);
        return out.toString();
    }
}
