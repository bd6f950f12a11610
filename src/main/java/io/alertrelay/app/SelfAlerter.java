package io.alertrelay.app;

import io.alertrelay.alert.Severity;
import io.alertrelay.cli.CurrentUser;
import io.alertrelay.config.SelfAlertSettings;
import io.alertrelay.config.TroubleKind;
import io.alertrelay.kafka.TopicReader;
import io.alertrelay.kafka.embedded.DiskRoom.Level;
import io.alertrelay.pipeline.ConfigSnapshot;
import io.alertrelay.pipeline.Pipelines;
import io.alertrelay.selfalert.Findings;
import io.alertrelay.selfalert.ReportedTroubles;
import io.alertrelay.selfalert.TroubleReport;
import io.alertrelay.status.Relays;
import io.alertrelay.status.TroubleCount;
import io.alertrelay.testalert.InternalPost;
import io.alertrelay.watchdog.Repeated;
import io.alertrelay.watchdog.Stage;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reports the relay's problems, and their end, to a channel, in the same way as all alerts. In a cluster one relay
 * reports for all; if two do so for a moment, both send the same alert. Open problems are in the topic of decisions,
 * like every open alert, so a relay that takes over, or is restarted, knows which to resolve: as soon as it knows that
 * they are over.
 */
final class SelfAlerter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SelfAlerter.class);
    private static final Duration EVERY = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    /** By then what the relay that reported before has stored is routed, unless routing stands still. */
    private static final Duration ROUTED_BY = Duration.ofMinutes(1);

    private final KafkaRuntime kafka;
    private final Supplier<ConfigSnapshot> current;
    private final BooleanSupplier leads;
    private final StuckAnywhere stuck;
    private final TroubleCount counts;
    private final DiskGuard disk;
    private final SelfAudit audit;
    private final InternalPost post;
    private final Clock clock;
    private final Clock steady;
    private final TopicReader reader;
    private final RefusedPosts refusedPosts;
    private final Stage stage;
    private final Repeated rounds;
    private Optional<ReportedTroubles> reported = Optional.empty();
    private Optional<Instant> readAgainAt = Optional.empty();
    /** Whether the reported problems that are not over were read since this relay reports. */
    private boolean openKnown;

    private Instant beatAt = Instant.MIN;

    /**
     * @param leads whether this relay is the one that reports
     * @param stage where it reports progress
     */
    SelfAlerter(
            Parts parts,
            BooleanSupplier leads,
            Relays relays,
            TroubleCount counts,
            DiskGuard disk,
            SelfAudit audit,
            InternalPost post,
            Stage stage) {
        this.kafka = parts.kafka();
        this.current = parts.current();
        this.leads = leads;
        this.stuck = new StuckAnywhere(relays::members, parts.steady());
        this.counts = counts;
        this.disk = disk;
        this.audit = audit;
        this.post = post;
        this.clock = parts.clock();
        this.steady = parts.steady();
        this.reader = new TopicReader(kafka.clients());
        this.refusedPosts = new RefusedPosts(reader, kafka.names().refusals(), clock);
        this.stage = stage;
        this.rounds = new Repeated("self-alert", stage, EVERY, EVERY, this::round);
    }

    void start() {
        rounds.start();
    }

    private void round() throws InterruptedException {
        stuck.look();
        Optional<SelfAlertSettings> settings = current.get().config().selfAlert();
        boolean noRoom = disk.reading().filter(now -> now.level() == Level.NONE).isPresent();
        if (!leads.getAsBoolean()) {
            reported = Optional.empty();
        } else if ((settings.isPresent() || reported.isPresent()) && !noRoom) {
            try {
                report(settings);
            } catch (KafkaException | InternalPost.NotTakenException e) {
                // Health reports that Kafka is away; what is not reported now is reported later.
                LOG.debug("nothing is reported, tried again: {}", e.toString());
            }
        }
    }

    /** @param settings empty if nothing is to be reported any more: open problems are resolved */
    private void report(Optional<SelfAlertSettings> settings)
            throws InternalPost.NotTakenException, InterruptedException {
        Instant at = steady.instant();
        ReportedTroubles before = reported.orElseGet(() -> takeOver(at));
        Findings found = settings.map(this::troubles).orElse(Findings.FINE);
        List<TroubleReport> due = new ArrayList<>(
                before.due(found, settings.map(SelfAlertSettings::againAfter).orElse(Duration.ZERO), at));
        settings.flatMap(SelfAlertSettings::heartbeat)
                .filter(every -> !at.isBefore(beatAt.plus(every)))
                .ifPresent(every -> found.wrong().stream()
                        .filter(one -> one.kind() == TroubleKind.HEARTBEAT)
                        .map(TroubleReport::firing)
                        .filter(beat -> !due.contains(beat))
                        .forEach(due::add));
        if (!due.isEmpty()) {
            before.sending(due);
            post.send(Pipelines.OWN, TroubleReport.body(due, clock.instant()));
            before.reported(due, at);
            if (due.stream().anyMatch(TroubleReport::isHeartbeat)) {
                beatAt = at;
            }
        }
        if (readAgainAt.filter(when -> !at.isBefore(when)).isPresent()) {
            before.alsoOpen(open());
            // What the relay that reported before has stored may not be routed yet when it is read for the first time.
            readAgainAt = openKnown ? Optional.empty() : Optional.of(at.plus(ROUTED_BY));
            openKnown = true;
        }
    }

    private ReportedTroubles takeOver(Instant at) {
        ReportedTroubles before = new ReportedTroubles(Map.of());
        readAgainAt = Optional.of(at.plus(EVERY));
        openKnown = false;
        try {
            before.alsoOpen(open());
            openKnown = true;
            readAgainAt = Optional.of(at.plus(ROUTED_BY));
        } catch (KafkaException e) {
            // A partition may be at fault: what is wrong is reported at once, perhaps again.
            // What is over is resolved when that answers.
            LOG.debug("open reports are not known: {}", e.toString());
        }
        reported = Optional.of(before);
        return before;
    }

    private Findings troubles(SelfAlertSettings settings) {
        Instant from = clock.instant().minus(settings.againAfter());
        String name = settings.name()
                .orElseGet(() -> kafka.isAlone()
                        ? CurrentUser.host()
                        : kafka.names().prefix().replaceAll("[.-]+$", ""));
        return new Troubles(name, settings)
                .quarantined(counts.lately(TroubleKind.QUARANTINED, from))
                .deadLettered(counts.lately(TroubleKind.DEAD_LETTERED, from))
                .refused(refused(settings, from))
                .held(stuck.held(), stuck.isComplete(settings.heldAfter()))
                .late(stuck.late(), stuck.isComplete(settings.heldAfter().plus(settings.lateAfter())))
                .disk(disk.reading())
                .unaccounted(audit.unaccounted())
                .heartbeat(clock.instant(), ZoneId.systemDefault())
                .all();
    }

    /** Their topic may be at fault, which keeps no other problem from being reported. */
    private Optional<RefusedPosts.Counts> refused(SelfAlertSettings settings, Instant from) {
        try {
            return settings.kinds().contains(TroubleKind.REFUSED)
                    ? Optional.of(refusedPosts.since(from))
                    : Optional.empty();
        } catch (KafkaException e) {
            LOG.debug("refused posts are not known: {}", e.toString());
            return Optional.empty();
        }
    }

    /** The reported problems that are not over, by id. */
    private Map<String, Severity> open() {
        String topic = kafka.names().decisions();
        OpenReports reports = new OpenReports();
        reader.read(topic, reader.starts(topic), reader.ends(topic), record -> {
            // There may be millions: reading them must not count as a stall.
            stage.progress();
            reports.read(record);
            return true;
        });
        return reports.open();
    }

    @Override
    public void close() {
        if (rounds.close(PATIENCE)) {
            reader.close();
        }
    }
}
