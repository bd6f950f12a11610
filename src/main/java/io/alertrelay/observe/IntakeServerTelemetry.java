package io.alertrelay.observe;

import io.alertrelay.intake.Answered;
import io.alertrelay.intake.Bound;
import io.alertrelay.intake.IntakeReply;
import io.alertrelay.intake.IntakeServerWatcher;
import io.alertrelay.intake.Remote;
import io.alertrelay.text.OneLine;
import java.time.Clock;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Logs and counts what happens at the public port. */
public final class IntakeServerTelemetry implements IntakeServerWatcher {
    private static final Logger LOG = LoggerFactory.getLogger("relay");

    private final AlertMeters meters;
    private final RecentActivity recent;
    private final RepeatedLines refusals;
    private final RefusedRequests refused;
    private volatile boolean taking = true;

    IntakeServerTelemetry(AlertMeters meters, RecentActivity recent, Clock clock) {
        this.meters = meters;
        this.recent = recent;
        this.refusals = new RepeatedLines(clock);
        this.refused = new RefusedRequests(clock);
    }

    /** Whether webhooks are accepted; while the relay starts or stops, refusals are expected. */
    public void taking(boolean now) {
        taking = now;
    }

    /** The refusals to be stored. */
    public RefusedRequests refused() {
        return refused;
    }

    @Override
    public void answered(Answered answered) {
        IntakeReply reply = answered.reply();
        meters.answered(reply.status(), answered.seconds());
        // A request with a known key that is answered 400 is in quarantine, and the steps that store it log that.
        if (reply.status() > 400
                || reply.status() == 400 && answered.integration().isEmpty()) {
            refused(answered);
        }
    }

    @Override
    public void brokenOff(Answered never) {
        refused(never);
    }

    @Override
    public void closed(IntakeServerWatcher.Closed why) {
        meters.count("connections_closed", "reason", why.word());
    }

    @Override
    public void full(Bound bound) {
        LOG.warn("public port full ({}): {}", bound.word(), bound.meaning());
    }

    @Override
    public void roomAgain(Bound bound) {
        LOG.info("public port is no longer full ({})", bound.word());
    }

    @Override
    public void stoodStill(Duration duration) {
        LOG.warn(
                "the public port was suspended for {} s (SIGSTOP, a machine that slept, a long collection of garbage?): webhooks"
                        + " that were posted meanwhile are answered 503 and not stored, and their connections are closed",
                duration.toSeconds());
    }

    @Override
    public void broken(Throwable cause) {
        LOG.error("a request could not be read because of a mistake of the relay; its sender was answered 503", cause);
    }

    private void refused(Answered answered) {
        refused.refused(answered);
        String integration = answered.integration().isEmpty() ? AlertMeters.UNKNOWN : answered.integration();
        Remote remote = answered.remote();
        IntakeReply reply = answered.reply();
        String cause = meters.refused(integration, reply);
        if (taking) {
            recent.refused(integration, reply.status(), cause);
        }
        refusals.next(integration + " " + reply.status() + " " + remote)
                .ifPresent(more -> LOG.atLevel(taking ? Level.WARN : Level.INFO)
                        .addKeyValue(LogKeys.EVENT, "refused")
                        .addKeyValue(LogKeys.INTEGRATION, integration)
                        .addKeyValue(LogKeys.STATUS, reply.status())
                        .log(
                                reply.status() == IntakeReply.BROKEN_OFF
                                        ? "a webhook of {} from {} broke off and was not answered ({}){}: {}"
                                        : "refused a request of {} from {} with {}{}: {}",
                                integration.equals(AlertMeters.UNKNOWN) ? "no known integration" : integration,
                                remote,
                                reply.status(),
                                more == 0 ? "" : ", and " + more + " like it before",
                                OneLine.of(reply.text())));
    }
}
