package io.alertrelay.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.alertrelay.alert.Severity;
import io.alertrelay.explain.AlertExplanation;
import io.alertrelay.explain.ExplanationJson;
import io.alertrelay.explain.PastWebhook;
import io.alertrelay.explain.WhatIfJson;
import io.alertrelay.explain.WhatIfResult;
import io.alertrelay.record.Quarantined;
import io.alertrelay.record.ReceiptId;
import io.alertrelay.record.Resolution;
import io.alertrelay.repair.RetryAlert;
import io.alertrelay.repair.RetryItem;
import io.alertrelay.repair.RetryJson;
import io.alertrelay.routing.Explanation;
import io.alertrelay.routing.Facts;
import io.alertrelay.routing.RuleSet;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Programs read the answers of the API and of {@code --json}: they stay what they were before records wrote them. */
class AnswersJsonTest {
    private static final Instant AT = Instant.parse("2026-11-22T02:00:00Z");
    private static final String NONCE = "7k3m9qxr2ztc5vbn";

    @Test
    void answersAreWrittenAsTheyEverWere() throws Exception {
        StringBuilder written = new StringBuilder();
        List.of(
                        WhatIfJson.of("arms", "v1", "v2", whatIf()).toPrettyString(),
                        WhatIfJson.of("arms", "v1", "v2", WhatIfResult.NOTHING)
                                .put("from", "x")
                                .toPrettyString(),
                        setAside().summary(),
                        stray().summary(),
                        RetryJson.of(plan(), Map.of("q0-3-" + NONCE, "w0-9-x"), true)
                                .toPrettyString(),
                        ExplanationJson.of(new PastWebhook("i", List.of(explained()), 0, Map.of()))
                                .toPrettyString())
                .forEach(answer -> written.append(answer).append('\n'));

        try (InputStream kept = AnswersJsonTest.class.getResourceAsStream("/answers/answers.txt")) {
            assertThat(written).hasToString(new String(kept.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    private static WhatIfResult whatIf() {
        SortedMap<String, WhatIfResult.Count> channels =
                new TreeMap<>(Map.of("支付", new WhatIfResult.Count(3, 4), "infra", new WhatIfResult.Count(1, 0)));
        Map<String, Optional<String>> values = new LinkedHashMap<>();
        values.put("labels.team", Optional.of("x"));
        values.put("labels.none", Optional.empty());
        WhatIfResult.Example example =
                new WhatIfResult.Example("w0-1-a", 2, AT, Severity.CRITICAL, "title \"q\"", values);
        WhatIfResult.Difference difference =
                new WhatIfResult.Difference(List.of("a", "b"), List.of("b", "c"), "why b", "why a", true);
        return new WhatIfResult(
                1, 2, 3, 4, channels, 5, 6, 7, 8, Map.of(difference, new WhatIfResult.Group(9, List.of(example))), 10);
    }

    private static Quarantined setAside() {
        return new Quarantined(
                ReceiptId.parse("q0-3-" + NONCE).orElseThrow(),
                Quarantined.Kind.SET_ASIDE,
                "key",
                AT,
                "arms",
                "aliyun-arms",
                "",
                "cause",
                Optional.of("w0-1-" + NONCE),
                OptionalInt.of(4),
                OptionalInt.empty(),
                Optional.empty(),
                17,
                Optional.of(Resolution.retried("q", "me", AT, "because", "w1")));
    }

    private static Quarantined stray() {
        return new Quarantined(
                ReceiptId.parse("q0-4-" + NONCE).orElseThrow(),
                Quarantined.Kind.STRAY,
                "key",
                AT,
                "",
                "",
                "text/plain",
                "c",
                Optional.empty(),
                OptionalInt.empty(),
                OptionalInt.empty(),
                Optional.of("payments"),
                17,
                Optional.empty());
    }

    private static List<RetryItem> plan() {
        return List.of(
                new RetryItem.Readable(
                        setAside(),
                        new byte[] {1},
                        List.of(retried(Optional.of("w9"), true), retried(Optional.empty(), false)),
                        List.of("note")),
                new RetryItem.Outdated(stray(), List.of()),
                new RetryItem.Stored(setAside(), "w5"),
                new RetryItem.Unreadable(stray(), "why"),
                new RetryItem.Accepted(stray(), "w7"),
                new RetryItem.Stray(stray()));
    }

    private static RetryAlert retried(Optional<String> newer, boolean leftOut) {
        return new RetryAlert(3, "firing", "i:a", "Warning", "t", "dedicated", List.of("payments"), newer, leftOut);
    }

    private static AlertExplanation explained() {
        Facts facts = new Facts(Severity.WARNING, "t", "d", Optional.of("77"), Map.of("b", "1", "a", "2"));
        return new AlertExplanation(
                3,
                Optional.empty(),
                facts,
                new Explanation(RuleSet.dedicated("payments").decide(facts), List.of(), List.of("p")));
    }
}
