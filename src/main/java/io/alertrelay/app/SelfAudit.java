package io.alertrelay.app;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alertrelay.audit.AuditRun;
import io.alertrelay.config.SelfAlertSettings;
import io.alertrelay.config.TroubleKind;
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

    private final KafkaRuntime kafka;
    private final Supplier<ConfigSnapshot> current;
    private final BooleanSupplier leads;
    private final Clock clock;
    private final Stage stage;
    private final Repeated rounds;
    private final Clock steady;
    /** The last audit by the steady clock, or what makes the next one due; empty while another relay reports. */
    private Optional<Instant> last = Optional.empty();

    private volatile Optional<Long> unaccounted = Optional.empty();
    /** How many records the last audit would have had to read; 0 if it was made. */
    private volatile long leftOut;

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
        this.kafka = kafka;
        this.current = current;
        this.leads = leads;
        this.clock = clock;
        this.stage = stage;
        this.steady = steady;
        this.rounds = new Repeated("self-audit", stage, EVERY, EVERY, this::round);
    }

    void start() {
        rounds.start();
    }

    /**
     * How many deliveries the last audit found unaccounted for; 0 if the last was skipped, empty if this relay has made
     * none since it reports.
     */
    Optional<Long> unaccounted() {
        return unaccounted;
    }

    /** Exports it as a metric. */
    void bindTo(MeterRegistry metrics) {
        Gauge.builder(
                        "alert_relay_unaccounted",
                        this,
                        a -> a.unaccounted.map(Long::doubleValue).orElse(Double.NaN))
                .description("Deliveries that this relay's last own audit found unaccounted for; NaN if it makes none")
                .register(metrics);
    }

    /**
     * Adds how many deliveries are unaccounted for, if some are, which degrades what else is well, and that the last
     * audit was left out, if it was.
     */
    HealthReport amend(HealthReport report) {
        return amended(report, unaccounted.orElse(0L), leftOut);
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

    private void round() throws InterruptedException {
        Optional<SelfAlertSettings> settings = current.get().config().selfAlert();
        Optional<Duration> every = settings.filter(s -> s.kinds().contains(TroubleKind.UNACCOUNTED))
                .map(SelfAlertSettings::againAfter);
        if (every.isEmpty() || !leads.getAsBoolean()) {
            unaccounted = Optional.empty();
            leftOut = 0;
            last = Optional.empty();
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
        Instant from = clock.instant().minus(STRETCH);
        try (TopicReader reader = new TopicReader(kafka.clients())) {
            AuditRun run = new AuditRun(
                    reader,
                    kafka.groupOffsets(),
                    kafka.names(),
                    current.get().channelNames(),
                    current.get().inspector(),
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
                unaccounted = Optional.of(0L);
                leftOut = records;
                return true;
            }
            unaccounted = Optional.of(run.run().unaccounted());
            leftOut = 0;
            return true;
        } catch (ExecutionException | KafkaException e) {
            // Health reports that Kafka is away.
            LOG.debug("not audited, tried again: {}", e.toString());
            return false;
        }
    }

    @Override
    public void close() {
        rounds.close(PATIENCE);
    }
}
