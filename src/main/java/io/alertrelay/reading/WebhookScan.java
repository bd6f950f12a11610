package io.alertrelay.reading;

import io.alertrelay.kafka.TopicNames;
import io.alertrelay.kafka.TopicReader;
import io.alertrelay.record.HeaderNames;
import io.alertrelay.record.WebhookRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.function.Function;

/**
 * Evaluates the webhooks of an integration that were received in a period. One thread reads; others evaluate batches,
 * and the results are added up.
 */
public final class WebhookScan {
    /** How many webhooks a relay evaluates for one answer: some seconds' work. */
    public static final long MOST = 200_000;

    private final TopicReader reader;
    private final String topic;
    private final Scope scope;
    private final AuditProgress progress;
    private final int threads;

    /**
     * The sum of the results for an integration.
     *
     * @param scope the period in which they were received
     * @param work evaluates some webhooks; called by several threads
     * @param sum of the results of earlier and of later ones
     * @throws StartException if Kafka does not answer, or has no topics of such a relay
     */
    public static <T> T over(
            Ledger ledger,
            Scope scope,
            AuditProgress progress,
            String integration,
            Function<List<WebhookRecord>, T> work,
            BinaryOperator<T> sum,
            T nothing)
            throws StartException, InterruptedException {
        return ledger.asking(offsets -> {
            try (TopicReader reader = TopicReader.bulk(ledger.clients())) {
                return new WebhookScan(reader, ledger.names(), scope, ledger.threads(), progress)
                        .run(integration, work, sum, nothing);
            }
        });
    }

    /**
     * The later part of the period with no more than about that many webhooks, of all integrations.
     *
     * @throws StartException if Kafka does not answer, or has no topics of such a relay
     */
    public static Scope latest(Ledger ledger, Instant since, Instant now, long most)
            throws StartException, InterruptedException {
        return ledger.reading(reader -> {
            long past = count(reader, ledger.names(), now);
            Instant from = since;
            while (past - count(reader, ledger.names(), from) > most) {
                from = from.plus(Duration.between(from, now).dividedBy(2));
            }
            return new Scope(Optional.of(from), Optional.of(now));
        });
    }

    /** How many webhooks were received before then, including those that are no longer kept. */
    public static long count(TopicReader reader, TopicNames names, Instant before) {
        return reader.offsetsAt(names.webhooks(), before).values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    private WebhookScan(TopicReader reader, TopicNames names, Scope scope, int threads, AuditProgress progress) {
        this.reader = reader;
        this.topic = names.webhooks();
        this.scope = scope;
        this.threads = threads;
        this.progress = progress;
    }

    private <T> T run(String integration, Function<List<WebhookRecord>, T> work, BinaryOperator<T> sum, T nothing) {
        Total<T> total = new Total<>(sum, nothing);
        try (OrderedBatches<WebhookRecord, T> batches = new OrderedBatches<>(threads, work, total::add)) {
            read(integration, batches);
            batches.finish();
        }
        return total.parts;
    }

    /** The sum of what was taken so far. */
    private static final class Total<T> {
        private final BinaryOperator<T> sum;
        private T parts;

        Total(BinaryOperator<T> sum, T nothing) {
            this.sum = sum;
            this.parts = nothing;
        }

        void add(T part) {
            parts = sum.apply(parts, part);
        }
    }

    private void read(String integration, OrderedBatches<WebhookRecord, ?> batches) {
        TopicRange range = new TopicRange(
                reader,
                topic,
                scope.from().map(time -> time.minus(RecordTimes.MARGIN)),
                reader.ends(topic),
                scope.to().map(time -> time.plus(RecordTimes.MARGIN)));
        range.read(
                record -> {
                    if (record.header(HeaderNames.INTEGRATION)
                            .filter(integration::equals)
                            .isPresent()) {
                        WebhookRecord webhook = WebhookRecord.of(record);
                        if (scope.covers(webhook.receivedAt())) {
                            batches.add(webhook, webhook.body().length);
                        }
                    }
                },
                progress);
    }
}
