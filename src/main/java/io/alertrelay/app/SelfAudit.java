package io.alertrelay.app;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alertrelay.audit.AuditRun;
import io.alertrelay.config.SelfAlertSettings;
import io.alertrelay.config.TroubleKind;
import io.alertrelay.kafka.RecordFault;
import io.alertrelay.kafka.TopicReader;
import io.alertrelay.management.HealthReport;
import io.alertrelay.pipeline.ConfigSnapshot;
import io.alertrelay.reading.Scope;
import io.alertrelay.watchdog.Repeated;
import io.alertrelay.watchdog.Stage;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Audits the last hour periodically, as often as a reminder of unaccounted deliveries may be sent. Skips an hour with
 * very many records, among them deliveries that wait: the cost of an audit grows with their number, its memory too, and
 * this one must neither slow down alerts nor end the relay. It says so then.
 */
final class SelfAudit implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SelfAudit.class);
    /** An audit that reads much may take this long between two signs of progress. */
    static final Duration LIMIT = Duration.ofMinutes(2);

    private static final Duration EVERY = Duration.ofSeconds(5);
    /**
     * For the first one when a relay begins to report: until then nobody knows. And for the next after one that fails.
     */
    private static final Duration SOON = Duration.ofMinutes(1);

    private static final Duration STRETCH = Duration.ofHours(1);
    /** Among them may be as many deliveries, which are held: 100 MB. */
    private static final long MOST_RECORDS = 400_000;

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Audit audit;
    private final Supplier<ConfigSnapshot> current;
    private final BooleanSupplier leads;
    private final Repeated rounds;
    private final Clock steady;
    /** The last audit by the steady clock, or what makes the next one due; empty while another relay reports. */
    private Optional<Instant> last = Optional.empty();
    /** When the first of the latest audits failed; empty if the last one did not. */
    private Optional<Instant> failingSince = Optional.empty();
    /** Of the last audit; empty if this relay has made none since it reports, or none for too long. */
    private volatile Optional<Found> found = Optional.empty();

    /**
     * @param leads whether this relay is the one that reports
     * @param steady for waits
     * @param stage where it reports progress
     */
    SelfAudit(
            KafkaRuntime kafka,
            Supplier<ConfigSnapshot> current,
            BooleanSupplier leads,
            Clock clock,
            Clock steady,
            Stage stage) {
        this(() -> audit(kafka, current.get(), clock, stage), current, leads, steady, stage);
    }

    SelfAudit(Audit audit, Supplier<ConfigSnapshot> current, BooleanSupplier leads, Clock steady, Stage stage) {
        this.audit = audit;
        this.current = current;
        this.leads = leads;
        this.steady = steady;
        this.rounds = new Repeated("self-audit", stage, EVERY, EVERY, this::round);
    }

    void start() {
        rounds.start();
    }

    /**
     * How many deliveries the last audit found unaccounted for; 0 if the last was skipped, empty if this relay has made
     * none since it reports, or could make none for an hour.
     */
    Optional<Long> unaccounted() {
        return found.map(Found::unaccounted);
    }

    /** Exports it as a metric. */
    void bindTo(MeterRegistry metrics) {
        Gauge.builder(
                        "alert_relay_unaccounted",
                        this,
                        a -> a.unaccounted().map(Long::doubleValue).orElse(Double.NaN))
                .description("Deliveries that this relay's last own audit found unaccounted for; NaN if it makes none")
                .register(metrics);
    }

    /**
     * Adds how many deliveries are unaccounted for, if some are, which degrades what else is well, and that the last
     * audit was left out, if it was.
     */
    HealthReport amend(HealthReport report) {
        return found.map(it -> amended(report, it.unaccounted(), it.leftOut())).orElse(report);
    }

    static HealthReport amended(HealthReport report, long unaccounted, long leftOut) {
        ObjectNode details = report.details();
        if (unaccounted > 0) {
            details.put("unaccounted", unaccounted);
            if (details.path("status").asText().equals("up")) {
                details.put("status", "degraded");
            }
        }
        if (leftOut > 0) {
            details.put("audit_left_out_records", leftOut);
        }
        return report;
    }

    /** Audits if it is time to. */
    void round() throws InterruptedException {
        Optional<SelfAlertSettings> settings = current.get().config().selfAlert();
        Optional<Duration> every = settings.filter(s -> s.kinds().contains(TroubleKind.UNACCOUNTED))
                .map(SelfAlertSettings::againAfter);
        if (every.isEmpty() || !leads.getAsBoolean()) {
            found = Optional.empty();
            last = Optional.empty();
            failingSince = Optional.empty();
            return;
        }
        Instant now = steady.instant();
        Duration wait = every.get();
        Instant soon = now.minus(wait).plus(wait.compareTo(SOON) < 0 ? wait : SOON);
        last = last.or(() -> Optional.of(soon));
        if (!now.isBefore(last.get().plus(wait))) {
            last = Optional.of(audit() ? steady.instant() : soon);
        }
    }

    /** @return whether it is known now, or was left out */
    private boolean audit() throws InterruptedException {
        try {
            found = Optional.of(audit.make());
            failingSince = Optional.empty();
            return true;
        } catch (InterruptException e) {
            // The relay stops.
            throw e;
        } catch (ExecutionException | KafkaException e) {
            failed(RecordFault.describe(e));
            return false;
        }
    }

    private void failed(String cause) {
        if (failingSince.isEmpty()) {
            failingSince = Optional.of(steady.instant());
            LOG.warn("the last hour can't be audited now, which is tried again: {}", cause);
        } else {
            LOG.debug("not audited, tried again: {}", cause);
        }
        if (!steady.instant().isBefore(failingSince.get().plus(STRETCH))) {
            // What was found then was about another hour.
            found = Optional.empty();
        }
    }

    private static Found audit(KafkaRuntime kafka, ConfigSnapshot current, Clock clock, Stage stage)
            throws ExecutionException, InterruptedException {
        Instant from = clock.instant().minus(STRETCH);
        try (TopicReader reader = new TopicReader(kafka.clients())) {
            AuditRun run = new AuditRun(
                    reader,
                    kafka.groupOffsets(),
                    kafka.names(),
                    current.channelNames(),
                    current.inspector(),
                    new Scope(Optional.of(from), Optional.empty()),
                    0,
                    (topic, read, total) -> stage.progress());
            long records = run.records();
            if (records > MOST_RECORDS) {
                LOG.warn(
                        "not audited: the last hour has {} records, more than the {} that a relay audits itself; relay audit"
                                + " does it",
                        records,
                        MOST_RECORDS);
                // What an earlier audit found may be over long since, and none would say so while so much comes.
                return new Found(0, records);
            }
            return new Found(run.run().unaccounted(), 0);
        }
    }

    /** Audits the last hour, or leaves that out. */
    @FunctionalInterface
    interface Audit {
        /** @throws ExecutionException if it can't be made now, like {@link KafkaException} */
        Found make() throws ExecutionException, InterruptedException;
    }

    /**
     * What an audit has found.
     *
     * @param leftOut how many records it would have had to read; 0 if it was made
     */
    record Found(long unaccounted, long leftOut) {}

    @Override
    public void close() {
        rounds.close(PATIENCE);
    }
}
