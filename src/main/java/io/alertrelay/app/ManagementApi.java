package io.alertrelay.app;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alertrelay.api.LedgerAccess;
import io.alertrelay.api.QuestionLimit;
import io.alertrelay.channels.ChannelsResource;
import io.alertrelay.channels.DiscardResource;
import io.alertrelay.explain.ExplainQuestion;
import io.alertrelay.explain.WebhooksResource;
import io.alertrelay.explain.WhatIfQuestion;
import io.alertrelay.find.AlertFinder;
import io.alertrelay.find.AlertsResource;
import io.alertrelay.journal.PartitionsResource;
import io.alertrelay.management.Api;
import io.alertrelay.management.ApiAnswer;
import io.alertrelay.pipeline.ConfigSnapshot;
import io.alertrelay.reading.Ledger;
import io.alertrelay.record.DeadLetter;
import io.alertrelay.record.Quarantined;
import io.alertrelay.repair.DeadLetters;
import io.alertrelay.repair.Quarantine;
import io.alertrelay.repair.RepairResource;
import io.alertrelay.repair.ResolutionsResource;
import io.alertrelay.repair.RetryQuestion;
import io.alertrelay.replay.ReplaysResource;
import io.alertrelay.rulesets.RulesResource;
import io.alertrelay.testalert.TestQuestion;
import io.alertrelay.trail.ReceiptsResource;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Which package answers which path of the management port. Until the relay has Kafka, all answer that it is starting.
 */
final class ManagementApi {
    private final LedgerAccess access = new LedgerAccess();
    private final AlertsResource alerts = new AlertsResource(System::nanoTime);
    private final ReceiptsResource receipts = new ReceiptsResource(access);
    private volatile Api.Action discard = ManagementApi::starting;
    private volatile Api.Action channels = ManagementApi::starting;
    private volatile Api.Action partitions = ManagementApi::starting;
    private volatile Api.Question test = (body, operator) -> starting("", body, operator);
    private final Supplier<ConfigSnapshot> current;
    private final Clock clock;

    /** @param current the current configuration */
    ManagementApi(Supplier<ConfigSnapshot> current, Clock clock) {
        this.current = current;
        this.clock = clock;
    }

    /**
     * The whole API.
     *
     * @param status of the relay
     * @param history its recent activity
     * @param reload reads the configuration again
     */
    Api api(Supplier<ObjectNode> status, Supplier<ObjectNode> history, Supplier<ReloadResult> reload) {
        ReplaysResource replays = new ReplaysResource(access, clock);
        RepairResource<DeadLetter> deadLetters =
                new RepairResource<>(access, DeadLetters::new, DeadLetters.TRAITS, clock);
        RepairResource<Quarantined> quarantine =
                new RepairResource<>(access, Quarantine::new, Quarantine.TRAITS, clock);
        return new Api(
                Map.of(
                        "status",
                        item -> ApiAnswer.ok(status.get()),
                        "receipts",
                        receipts,
                        "webhooks",
                        new WebhooksResource(access),
                        "rules",
                        new RulesResource(access, current, clock),
                        "dead-letters",
                        deadLetters,
                        "quarantine",
                        quarantine,
                        "decisions",
                        new ResolutionsResource(access),
                        "replays",
                        replays,
                        "history",
                        item -> ApiAnswer.ok(history.get())),
                Map.of(
                        "explain", new ExplainQuestion(() -> current.get().config()),
                        "replays", alone("plan of a replay", replays),
                        "what-if",
                                alone(
                                        "what-if",
                                        new WhatIfQuestion(
                                                access, () -> current.get().config(), clock)),
                        "dead-letters/discard", deadLetters,
                        "quarantine/discard", quarantine,
                        "quarantine/retry", alone("retry", new RetryQuestion(quarantine, clock)),
                        "test", alone("test", (body, operator) -> test.answer(body, operator))),
                Map.of(
                        "reload", (item, body, operator) -> reload.get().answer(),
                        "discard", (item, body, operator) -> discard.post(item, body, operator),
                        "channels", (item, body, operator) -> channels.post(item, body, operator),
                        "partitions", (item, body, operator) -> partitions.post(item, body, operator),
                        "replays", replays),
                Map.of("alerts", alerts, "dead-letters", deadLetters, "quarantine", quarantine));
    }

    /** Allows the question once at a time. */
    private static Api.Question alone(String what, Api.Question question) {
        return new QuestionLimit(1, what).of(question);
    }

    /** Opens the questions about alerts. */
    void open(Ledger ledger, AlertFinder finder) {
        access.open(ledger);
        alerts.open(finder);
    }

    /** Opens the orders for channels, and the discarding of what waits in removed ones. */
    void open(ChannelsResource orders, DiscardResource ofRemoved) {
        channels = orders;
        discard = ofRemoved;
    }

    /** Opens the raising of the partitions of webhooks. */
    void open(PartitionsResource more) {
        partitions = more;
    }

    /** Opens the sending of test alerts. */
    void open(TestQuestion tests) {
        test = tests;
    }

    /** What became of a webhook, as the API answers it. */
    ApiAnswer trail(String requestId) {
        return receipts.get(requestId);
    }

    private static ApiAnswer starting(String item, ObjectNode body, Optional<String> operator) {
        return ApiAnswer.error(503, "Starting", "the relay is starting");
    }
}
