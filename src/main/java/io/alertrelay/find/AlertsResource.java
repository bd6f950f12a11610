package io.alertrelay.find;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alertrelay.api.InvalidQueryException;
import io.alertrelay.api.QuestionLimit;
import io.alertrelay.management.Api;
import io.alertrelay.management.ApiAnswer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.apache.kafka.common.KafkaException;

/**
 * {@code GET /api/v1/alerts?…}: the alerts that match, one object a line as they are found, then a line that says how
 * far the search went. While nothing is found, a line each second reports the progress.
 */
public final class AlertsResource implements Api.Listing {
    /** A search occupies a processor, and takes some tens of megabytes. */
    private static final int AT_A_TIME = 2;

    private static final long PROGRESS_NANOS = 1_000_000_000L;

    private final QuestionLimit limit = new QuestionLimit(AT_A_TIME, "searches");
    private final AtomicReference<AlertFinder> finder = new AtomicReference<>();
    private final LongSupplier nanos;

    /** @param nanos a monotonic clock */
    public AlertsResource(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** Enables the search. */
    public void open(AlertFinder open) {
        finder.set(open);
    }

    @Override
    public Optional<ApiAnswer> list(Map<String, List<String>> parameters, Predicate<ObjectNode> line) {
        AlertFinder open = finder.get();
        if (open == null) {
            return Optional.of(ApiAnswer.error(503, "Starting", "the relay is starting"));
        }
        return limit.ask(() -> search(open, parameters, line), Optional::of);
    }

    // Whether the client still reads does not matter after the last line.
    @SuppressWarnings("ReturnValueIgnored")
    private Optional<ApiAnswer> search(
            AlertFinder open, Map<String, List<String>> parameters, Predicate<ObjectNode> line) {
        try {
            SearchEnd end = open.find(AlertQuery.of(parameters), new Lines(line));
            line.test(FoundJson.of(end));
            return Optional.empty();
        } catch (InvalidQueryException e) {
            return Optional.of(ApiAnswer.error(400, "InvalidParameter", e.parameter() + ": " + e.getMessage()));
        } catch (ExecutionException | KafkaException e) {
            return Optional.of(ApiAnswer.error(503, "KafkaAway", "Kafka does not answer now"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of(ApiAnswer.error(503, "Stopping", "the relay is stopping"));
        }
    }

    private final class Lines implements Found {
        private final Predicate<ObjectNode> line;
        private long reportedAt = nanos.getAsLong();

        Lines(Predicate<ObjectNode> line) {
            this.line = line;
        }

        @Override
        public boolean alert(FoundAlert alert) {
            return line.test(FoundJson.of(alert));
        }

        @Override
        public boolean progress(long searched, long total, Instant backTo) {
            if (nanos.getAsLong() - reportedAt < PROGRESS_NANOS) {
                return true;
            }
            reportedAt = nanos.getAsLong();
            return line.test(FoundJson.progress(searched, total, backTo));
        }
    }
}
