package io.alertrelay.app;

import io.alertrelay.arms.UnreadableWebhookException;
import io.alertrelay.camel.RecordHeaders;
import io.alertrelay.camel.SecretMask;
import io.alertrelay.config.ChannelSettings;
import io.alertrelay.config.IntegrationSettings;
import io.alertrelay.config.KeptRuleSet;
import io.alertrelay.config.RelayConfig;
import io.alertrelay.find.AlertFinder;
import io.alertrelay.find.AlertQuery;
import io.alertrelay.find.Found;
import io.alertrelay.find.InvalidQueryException;
import io.alertrelay.find.SearchEnd;
import io.alertrelay.intake.Nonces;
import io.alertrelay.intake.ReceiptId;
import io.alertrelay.kafka.GroupOffsets;
import io.alertrelay.kafka.KafkaClients;
import io.alertrelay.kafka.TopicNames;
import io.alertrelay.kafka.TopicReader;
import io.alertrelay.ledger.AuditReport;
import io.alertrelay.ledger.Resolution;
import io.alertrelay.ledger.Scope;
import io.alertrelay.ledger.Trail;
import io.alertrelay.ledger.Whereabouts;
import io.alertrelay.pipeline.AlertExplanation;
import io.alertrelay.pipeline.CaseHits;
import io.alertrelay.pipeline.IntegrationPipeline;
import io.alertrelay.pipeline.MappingSurvey;
import io.alertrelay.pipeline.PastDecision;
import io.alertrelay.pipeline.PastWebhook;
import io.alertrelay.pipeline.StoredWebhook;
import io.alertrelay.pipeline.WebhookExplainer;
import io.alertrelay.pipeline.WhatIf;
import io.alertrelay.pipeline.WhatIfResult;
import io.alertrelay.replay.ReplayException;
import io.alertrelay.routing.RuleSet;
import io.alertrelay.routing.RuleWarning;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;

/** What the topics tell of what was accepted: for the commands, with or without a relay that runs. */
public final class Ledger implements AutoCloseable {
    private final RelayConfig config;
    private final LedgerKafka kafka;
    private final TopicNames names;

    /** A command has the machine for itself; what a relay that runs is asked must leave it to the alerts. */
    private final int threads;

    private Ledger(RelayConfig config, LedgerKafka kafka, int threads) {
        this.config = config;
        this.kafka = kafka;
        this.threads = threads;
        this.names = new TopicNames(config.kafka().prefix());
    }

    /**
     * Opens the topics of a relay with this configuration. If it has an embedded broker and does not run, the broker is
     * started on its data until {@link #close}.
     *
     * @param startup told if that is done
     * @throws StartException if Kafka can't be had, with the reason in the operator's words
     */
    public static Ledger open(RelayConfig config, StartupListener startup) throws StartException {
        return new Ledger(
                config, LedgerKafka.open(config, startup), Runtime.getRuntime().availableProcessors());
    }

    /** The topics of the relay that runs here. */
    static Ledger ofRunning(RelayConfig config, KafkaClients clients) {
        return new Ledger(config, LedgerKafka.of(clients), 1);
    }

    /**
     * Is everything that was accepted accounted for?
     *
     * @throws StartException if Kafka does not answer, or has no topics of such a relay
     */
    public AuditReport audit(Scope scope, AuditProgress progress) throws StartException, InterruptedException {
        return asking(offsets -> {
            try (TopicReader reader = new TopicReader(kafka.clients())) {
                return new AuditRun(
                                reader, offsets, names, channels(), new Pipelines(config).inspector(), scope, progress)
                        .run();
            }
        });
    }

    /**
     * What became of a webhook; empty if there is none with that receipt.
     *
     * @throws StartException if Kafka does not answer, or has no topics of such a relay
     */
    public Optional<Trail> trail(ReceiptId receipt) throws StartException, InterruptedException {
        return asking(
                offsets -> new Trails(kafka.clients(), offsets, names, config, Whereabouts.UNKNOWN).find(receipt));
    }

    /**
     * Finds alerts.
     *
     * @throws StartException if Kafka does not answer, or has no topics of such a relay
     * @throws InvalidQueryException if the query names an integration or a channel that there is not
     */
    public SearchEnd find(AlertQuery query, Found listener)
            throws StartException, InvalidQueryException, InterruptedException {
        return this.<SearchEnd, InvalidQueryException>asking(offsets -> new AlertFinder(
                        kafka.clients(),
                        offsets,
                        names,
                        config,
                        new Pipelines(config)::pipeline,
                        Whereabouts.UNKNOWN,
                        threads)
                .find(query, listener));
    }

    /**
     * Each rule set that was ever in use, in the order in which they were first used.
     *
     * @throws StartException if Kafka does not answer, or has no topics of such a relay
     */
    public Collection<KeptRuleSet> ruleSets() throws StartException, InterruptedException {
        return asking(offsets -> new RuleSetArchive(kafka.clients(), names, Clock.systemUTC()).all());
    }

    /**
     * The webhook with that receipt, explained by the rules of the configuration, and how it was routed; empty if there
     * is none with that receipt, or it is no longer kept.
     *
     * @throws StartException if Kafka does not answer, or has no topics of such a relay, or the webhook's integration
     *     is not configured any more
     * @throws UnreadableWebhookException if its body is none that can be routed
     */
    public Optional<PastWebhook> explain(ReceiptId receipt)
            throws StartException, UnreadableWebhookException, InterruptedException {
        Optional<StoredWebhook> webhook = webhook(receipt);
        if (webhook.isEmpty()) {
            return Optional.empty();
        }
        WebhookExplainer explainer = WebhookExplainer.of(config.integrations());
        String integration = webhook.get().integration();
        if (!explainer.integrations().contains(integration)) {
            throw new StartException(
                    receipt + " came by the integration " + integration + ", which the configuration does not have",
                    null);
        }
        List<AlertExplanation> alerts = explainer.explain(
                integration, webhook.get().sender(), webhook.get().body());
        Map<Integer, PastDecision> then = new HashMap<>();
        trail(receipt)
                .ifPresent(trail -> trail.alerts()
                        .forEach(alert -> PastDecisions.of(alert).ifPresent(past -> then.put(alert.index(), past))));
        return Optional.of(new PastWebhook(integration, alerts, then));
    }

    /**
     * The webhook with that receipt as it came; empty if there is none, or it is no longer kept.
     *
     * @throws StartException if Kafka does not answer, or has no topics of such a relay
     */
    Optional<StoredWebhook> webhook(ReceiptId receipt) throws StartException, InterruptedException {
        return asking(offsets -> stored(receipt));
    }

    private Optional<StoredWebhook> stored(ReceiptId receipt) {
        if (receipt.journal() == ReceiptId.Journal.QUARANTINE) {
            return Optional.empty();
        }
        try (TopicReader reader = new TopicReader(kafka.clients())) {
            return reader.at(names.webhooks(), receipt.partition(), receipt.offset())
                    .map(JournalScan::webhook)
                    .filter(webhook -> webhook.receipt().equals(receipt.toString()));
        }
    }

    /**
     * What other rules would have done with the webhooks of an integration.
     *
     * @param integration of the configuration
     * @throws StartException if Kafka does not answer, or has no topics of such a relay
     */
    public WhatIfResult whatIf(String integration, RuleSet rules, Scope scope, AuditProgress progress)
            throws StartException, InterruptedException {
        WhatIf whatIf = new WhatIf(new Pipelines(config).pipeline(integration).orElseThrow(), rules);
        return asking(offsets -> {
            try (TopicReader reader = TopicReader.bulk(kafka.clients())) {
                return new JournalScan(reader, names, scope, threads, progress)
                        .run(integration, whatIf::compare, WhatIfResult::plus, WhatIfResult.NOTHING);
            }
        });
    }

    /**
     * How often each case of the rules of an integration matches what came in.
     *
     * @param integration of the configuration
     * @throws StartException if Kafka does not answer, or has no topics of such a relay
     */
    CaseHits caseHits(String integration, Scope scope) throws StartException, InterruptedException {
        IntegrationPipeline pipeline =
                new Pipelines(config).pipeline(integration).orElseThrow();
        return asking(offsets -> {
            try (TopicReader reader = TopicReader.bulk(kafka.clients())) {
                return new JournalScan(reader, names, scope, threads, (topic, read, total) -> {})
                        .run(integration, webhooks -> CaseHits.of(pipeline, webhooks), CaseHits::plus, CaseHits.NONE);
            }
        });
    }

    /**
     * The later part of a time in which no more than about that many webhooks came in, of all integrations.
     *
     * @param scope with a beginning
     * @throws StartException if Kafka does not answer, or has no topics of such a relay
     */
    Scope latest(Scope scope, long most, Instant now) throws StartException, InterruptedException {
        return asking(offsets -> {
            try (TopicReader reader = new TopicReader(kafka.clients())) {
                Instant end = scope.to().orElse(now);
                long past = sum(reader.offsetsAt(names.webhooks(), end));
                Instant from = scope.from().orElse(Instant.EPOCH);
                while (past - sum(reader.offsetsAt(names.webhooks(), from)) > most) {
                    from = from.plus(Duration.between(from, end).dividedBy(2));
                }
                return new Scope(Optional.of(from), scope.to());
            }
        });
    }

    /**
     * How many webhooks came in, in parts of a time that are equally long.
     *
     * @throws StartException if Kafka does not answer, or has no topics of such a relay
     */
    List<Long> webhooks(Instant from, Instant to, int parts) throws StartException, InterruptedException {
        return asking(offsets -> {
            try (TopicReader reader = new TopicReader(kafka.clients())) {
                Duration part = Duration.between(from, to).dividedBy(parts);
                List<Long> counts = new ArrayList<>();
                long before = sum(reader.offsetsAt(names.webhooks(), from));
                for (int i = 1; i <= parts; i++) {
                    long until = sum(reader.offsetsAt(names.webhooks(), from.plus(part.multipliedBy(i))));
                    counts.add(until - before);
                    before = until;
                }
                return counts;
            }
        });
    }

    private static long sum(Map<Integer, Long> offsets) {
        return offsets.values().stream().mapToLong(Long::longValue).sum();
    }

    /**
     * Name mappings that found no channel for any alert that came in.
     *
     * @param when the time that is looked at, in words
     * @return the warnings by integration
     * @throws StartException if Kafka does not answer, or has no topics of such a relay
     */
    public Map<String, List<RuleWarning>> mappingWarnings(Scope scope, String when, AuditProgress progress)
            throws StartException, InterruptedException {
        Pipelines pipelines = new Pipelines(config);
        return asking(offsets -> {
            Map<String, List<RuleWarning>> warnings = new LinkedHashMap<>();
            try (TopicReader reader = TopicReader.bulk(kafka.clients())) {
                for (IntegrationSettings integration : config.integrations()) {
                    MappingSurvey survey = new MappingSurvey(
                            pipelines.pipeline(integration.name()).orElseThrow());
                    if (survey.isNeeded()) {
                        MappingSurvey.Found found = new JournalScan(reader, names, scope, threads, progress)
                                .run(
                                        integration.name(),
                                        survey::look,
                                        MappingSurvey.Found::plus,
                                        MappingSurvey.Found.NOTHING);
                        warnings.put(integration.name(), survey.warnings(found, when));
                    }
                }
            }
            return warnings;
        });
    }

    /**
     * Plans and orders replays.
     *
     * @throws StartException if Kafka does not answer, or has no topics of such a relay
     * @throws ReplayException if what is asked for can't be done
     */
    public <T> T replays(ReplayWork<T> work) throws StartException, ReplayException, InterruptedException {
        return asking(offsets -> work.on(new Replays(kafka.clients(), offsets, names, config, Clock.systemUTC())));
    }

    /** What is done with replays. */
    @FunctionalInterface
    public interface ReplayWork<T> {
        T on(Replays replays) throws ReplayException, ExecutionException, InterruptedException;
    }

    /** The deliveries that were given up. */
    public DeadLetters deadLetters() {
        return new DeadLetters(this, kafka.clients(), names, SecretMask.of(config));
    }

    /** What is in quarantine. */
    public Quarantine quarantine() {
        return new Quarantine(this, kafka.clients(), names);
    }

    /**
     * All that somebody decided about dead letters and quarantine, in the order of each partition.
     *
     * @throws StartException if Kafka does not answer, or has no topics of such a relay
     */
    void decisions(Consumer<Resolution> each) throws StartException, InterruptedException {
        asking(offsets -> {
            try (TopicReader reader = TopicReader.sieving(
                    kafka.clients(), (headers, value) -> headers.lastHeader(RecordHeaders.ABOUT) != null)) {
                for (String topic : List.of(names.deadLetters(), names.quarantine())) {
                    reader.read(topic, reader.starts(topic), reader.ends(topic), record -> {
                        Resolutions.of(record).ifPresent(each);
                        return true;
                    });
                }
            }
            return true;
        });
    }

    /** Bodies in quarantine, tried again. */
    public QuarantineRetry quarantineRetry() {
        return new QuarantineRetry(
                this, kafka.clients(), names, config, new Nonces(new SecureRandom()), Clock.systemUTC());
    }

    /** What happens, followed. */
    public Tail tail() {
        return new Tail(this, kafka.clients(), names, config);
    }

    /** Whether the embedded broker runs for this ledger alone, so that no relay can, and nothing new will happen. */
    public boolean isAlone() {
        return kafka.isStarted();
    }

    @Override
    public void close() {
        kafka.close();
    }

    private List<String> channels() {
        return config.channels().stream().map(ChannelSettings::name).toList();
    }

    /** Asks Kafka, and says in the operator's words if it does not answer or has no topics of such a relay. */
    <T, E extends Exception> T asking(Question<T, E> question) throws E, StartException, InterruptedException {
        try (Admin admin = kafka.clients().admin()) {
            GroupOffsets offsets = new GroupOffsets(admin);
            if (!offsets.topics(names.prefix()).contains(names.webhooks())) {
                throw new StartException(
                        "Kafka at " + kafka.clients().bootstrapServers() + " has no topic " + names.webhooks()
                                + ": no relay has run there with this kafka.prefix",
                        null);
            }
            return question.ask(offsets);
        } catch (ExecutionException e) {
            throw unanswered(e.getCause());
        } catch (KafkaException e) {
            throw unanswered(e);
        }
    }

    private StartException unanswered(Throwable cause) {
        return new StartException(
                "Kafka at " + kafka.clients().bootstrapServers() + " does not answer: " + cause.getMessage(), cause);
    }

    /** What is asked of Kafka. */
    @FunctionalInterface
    interface Question<T, E extends Exception> {
        T ask(GroupOffsets offsets) throws E, ExecutionException, InterruptedException;
    }
}
