package io.alertrelay.reading;

import io.alertrelay.kafka.TopicNames;
import io.alertrelay.kafka.TopicReader;
import io.alertrelay.record.HeaderNames;
import io.alertrelay.record.WebhookRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BinaryOperator;
import java.util.function.Function;

/**
 * Evaluates the webhooks of an integration that were received in a period. One thread reads; others evaluate batches,
 * and the results are added up.
 */
public final class JournalScan {
    /** How many webhooks a relay evaluates for one answer: some seconds' work. */
    public static final long MOST = 200_000;

    private static final int BATCH = 500;
    /** The most between a webhook's receipt and the time of its record, differences between relays' clocks included. */
    private static final Duration RECORD_TIME_MARGIN = Duration.ofMinutes(10);

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
                return new JournalScan(reader, ledger.names(), scope, ledger.threads(), progress)
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

    private JournalScan(TopicReader reader, TopicNames names, Scope scope, int threads, AuditProgress progress) {
        this.reader = reader;
        this.topic = names.webhooks();
        this.scope = scope;
        this.threads = threads;
        this.progress = progress;
    }

    private <T> T run(String integration, Function<List<WebhookRecord>, T> work, BinaryOperator<T> sum, T nothing) {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            Batches<T> batches = new Batches<>(pool, work, sum, nothing);
            read(integration, batches);
            return batches.finish();
        } finally {
            pool.shutdownNow();
        }
    }

    private void read(String integration, Batches<?> batches) {
        TopicRange range = new TopicRange(
                reader,
                topic,
                scope.from().map(time -> time.minus(RECORD_TIME_MARGIN)),
                reader.ends(topic),
                scope.to().map(time -> time.plus(RECORD_TIME_MARGIN)));
        range.read(
                record -> {
                    if (record.header(HeaderNames.INTEGRATION)
                            .filter(integration::equals)
                            .isPresent()) {
                        WebhookRecord webhook = WebhookRecord.of(record);
                        if (scope.covers(webhook.receivedAt())) {
                            batches.add(webhook);
                        }
                    }
                },
                progress);
    }

    /** Hands out batches, never many more than are being evaluated. */
    private final class Batches<T> {
        private final Executor pool;
        private final Function<List<WebhookRecord>, T> work;
        private final BinaryOperator<T> sum;
        private final Deque<CompletableFuture<T>> out = new ArrayDeque<>();
        private List<WebhookRecord> next = new ArrayList<>(BATCH);
        private T total;

        Batches(Executor pool, Function<List<WebhookRecord>, T> work, BinaryOperator<T> sum, T nothing) {
            this.pool = pool;
            this.work = work;
            this.sum = sum;
            this.total = nothing;
        }

        void add(WebhookRecord webhook) {
            next.add(webhook);
            if (next.size() == BATCH) {
                handOut();
            }
        }

        T finish() {
            handOut();
            while (!out.isEmpty()) {
                takeBack();
            }
            return total;
        }

        private void handOut() {
            List<WebhookRecord> batch = next;
            next = new ArrayList<>(BATCH);
            out.add(CompletableFuture.supplyAsync(() -> work.apply(batch), pool));
            if (out.size() > 2 * threads) {
                takeBack();
            }
        }

        private void takeBack() {
            total = sum.apply(total, out.remove().join());
        }
    }
}
