package io.alertrelay.app;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.alertrelay.app.SelfAudit.Found;
import io.alertrelay.management.HealthReport;
import io.alertrelay.pipeline.ConfigSnapshot;
import io.alertrelay.testing.LinesOfThisThread;
import io.alertrelay.testing.SteppedClock;
import io.alertrelay.testing.TestConfig;
import io.alertrelay.watchdog.Job;
import io.alertrelay.watchdog.Stage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** A relay whose own audit misses something is not well, whatever else is. */
class SelfAuditTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final SteppedClock steady = new SteppedClock();
    private Optional<Found> answer = Optional.of(new Found(2, 0));

    @Test
    void whatIsUnaccountedForDegradesARelayThatIsUp() {
        assertThat(amended("up", 2, 0)).isEqualTo("{\"status\":\"degraded\",\"unaccounted\":2}");
        assertThat(amended("down", 2, 0)).isEqualTo("{\"status\":\"down\",\"unaccounted\":2}");
    }

    @Test
    void anAuditThatFindsNothingOrIsLeftOutDoesNot() {
        assertThat(amended("up", 0, 0)).isEqualTo("{\"status\":\"up\"}");
        assertThat(amended("up", 0, 500_000)).isEqualTo("{\"status\":\"up\",\"audit_left_out_records\":500000}");
    }

    @Test
    void oneThatFailsIsSaidOnceAndWhatWasFoundBeforeItHoldsForAnHour() throws Exception {
        SelfAudit audit = audit();
        audit.round();
        steady.advance(MINUTE);
        audit.round();
        assertThat(audit.unaccounted()).contains(2L);
        LinesOfThisThread lines = new LinesOfThisThread();
        lines.start();
        Logger logger = (Logger) LoggerFactory.getLogger(SelfAudit.class);
        logger.addAppender(lines);
        try {
            answer = Optional.empty();
            steady.advance(Duration.ofMinutes(15));
            for (int minute = 0; minute < 60; minute++) {
                audit.round();
                assertThat(audit.unaccounted()).contains(2L);
                steady.advance(MINUTE);
            }
            audit.round();
        } finally {
            logger.detachAppender(lines);
        }

        assertThat(audit.unaccounted()).isEmpty();
        assertThat(audit.amend(report("up")).details()).hasToString("{\"status\":\"up\"}");
        assertThat(lines.list)
                .filteredOn(line -> line.getLevel() == Level.WARN)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly("the last hour can't be audited now, which is tried again: TimeoutException: silent");
        answer = Optional.of(new Found(0, 0));
        steady.advance(MINUTE);
        audit.round();
        assertThat(audit.unaccounted()).contains(0L);
    }

    private SelfAudit audit() throws Exception {
        String yaml = TestConfig.yaml("{}", 8080, 8081, 8082, "") + "\nself_alert: { channel: oncall }\n";
        ConfigSnapshot config = ConfigSnapshot.first(TestConfig.load(yaml, Path.of("")), steady.instant());
        return new SelfAudit(
                () -> answer.orElseThrow(() -> new TimeoutException("silent")),
                () -> config,
                () -> true,
                steady,
                Stage.unwatched(Job.SELF_ALERT));
    }

    private static String amended(String status, long unaccounted, long leftOut) {
        return SelfAudit.amended(report(status), unaccounted, leftOut).details().toString();
    }

    private static HealthReport report(String status) {
        return new HealthReport(
                true, true, JsonNodeFactory.instance.objectNode().put("status", status));
    }
}
