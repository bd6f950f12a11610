package io.alertrelay.explain;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alertrelay.api.InvalidQueryException;
import io.alertrelay.api.LedgerAccess;
import io.alertrelay.api.QuestionBody;
import io.alertrelay.config.IntegrationSettings;
import io.alertrelay.config.RelayConfig;
import io.alertrelay.config.RulesFile;
import io.alertrelay.config.ValueParsers;
import io.alertrelay.management.Api;
import io.alertrelay.management.ApiAnswer;
import io.alertrelay.reading.Scope;
import io.alertrelay.reading.WebhookScan;
import io.alertrelay.reading.WebhooksBegin;
import io.alertrelay.routing.RuleSet;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * {@code POST /api/v1/what-if}: what other rules would have done with received webhooks. Accepts {@code {"integration",
 * "routes", "last"}}: the rules as the text of a file, and the length of the period.
 *
 * @param config the current configuration
 */
public record WhatIfQuestion(LedgerAccess access, Supplier<RelayConfig> config, Clock clock) implements Api.Question {
    private static final Duration SHORTEST = Duration.ofMinutes(1);
    private static final Duration LONGEST = Duration.ofDays(30);

    @Override
    public ApiAnswer answer(ObjectNode body, Optional<String> operator) {
        return access.answer(ledger -> {
            QuestionBody question = new QuestionBody(body, Set.of("integration", "routes", "last"));
            RelayConfig now = config.get();
            String name = question.text("integration").orElse("");
            IntegrationSettings integration = now.integration(name)
                    .orElseThrow(() -> new InvalidQueryException(
                            "integration",
                            "found " + (name.isEmpty() ? "none" : "another") + ", expected one of "
                                    + String.join(", ", now.integrationNames())));
            Duration last = ValueParsers.duration(SHORTEST, LONGEST)
                    .apply(question.text("last").orElse("24h"))
                    .orElseThrow(() ->
                            new InvalidQueryException("last", "expected a time such as 30m, 24h or 7d, at most 30d"));
            RuleSet next =
                    new RulesFile(now.channels()).read(question.text("routes").orElse(""), "routes");
            Instant until = clock.instant();
            Scope scope = WebhookScan.latest(ledger, until.minus(last), until, WebhookScan.MOST);
            ObjectNode answer = WhatIfJson.of(
                    name,
                    integration.rules().version(),
                    next.version(),
                    new PastWebhooks(ledger).whatIf(name, next, scope, (topic, read, total) -> {}));
            Instant from = ledger.reading(reader -> WebhooksBegin.within(reader, ledger.names(), scope))
                    .orElseGet(() -> scope.from().orElseThrow());
            answer.put("from", from.toString()).put("to", until.toString());
            ArrayNode warnings = answer.putArray("warnings");
            next.lint().warnings().forEach(warning -> warnings.add(warning.toString()));
            return ApiAnswer.ok(answer);
        });
    }
}
