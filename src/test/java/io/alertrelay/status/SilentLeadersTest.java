package io.alertrelay.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.alertrelay.kafka.Lag;
import io.alertrelay.kafka.TopicFault;
import io.alertrelay.kafka.TopicFaults;
import io.alertrelay.kafka.TopicLags;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** A broker that others can reach keeps what it leads: only this relay can say that nothing of it goes on. */
class SilentLeadersTest {
    private static final Map<String, TopicLags> SILENT =
            Map.of("channel.a", new TopicLags(Map.of(), Map.of(0, new TopicLags.CutOff(true, OptionalLong.of(7)))));
    private static final Map<String, TopicLags> LEADERLESS =
            Map.of("channel.a", new TopicLags(Map.of(), Map.of(0, new TopicLags.CutOff(false, OptionalLong.of(7)))));
    private static final Map<String, TopicLags> WELL =
            Map.of("channel.a", new TopicLags(Map.of(0, new Lag(7, 9)), Map.of()));

    private final AtomicLong now = new AtomicLong();
    private final TopicFaults faults = new TopicFaults(Clock.systemUTC(), now::get);
    private boolean own = true;
    private final SilentLeaders leaders = new SilentLeaders(faults, partition -> own, now::get);

    @Test
    void aPartitionOfThisRelayWhoseLeaderDoesNotAnswerIsAFaultUntilItAnswers() {
        lookFor(Duration.ofSeconds(8), SILENT);
        assertThat(faults.all()).isEmpty();

        lookFor(Duration.ofSeconds(8), SILENT);
        assertThat(faults.all()).singleElement().satisfies(fault -> {
            assertThat(fault.where()).isEqualTo("partition channel.a-0");
            assertThat(fault.cause()).startsWith("its leader does not answer this relay");
        });

        lookFor(Duration.ofSeconds(20), WELL);
        assertThat(faults.all()).isEmpty();
        lookFor(Duration.ofSeconds(8), SILENT);
        assertThat(faults.all()).isEmpty();
    }

    @Test
    void thoseOfOtherRelaysAndThoseWithoutALeaderAreReportedElsewhere() {
        lookFor(Duration.ofSeconds(60), LEADERLESS);
        own = false;
        lookFor(Duration.ofSeconds(60), SILENT);

        assertThat(faults.all()).isEmpty();
    }

    @Test
    void whatPreparesThePartitionSaysMoreAndIsNotEndedByIt() {
        faults.report("channel.a", 0, TopicFault.Kind.READ, "what must be known before can't be read");

        lookFor(Duration.ofSeconds(60), SILENT);
        lookFor(Duration.ofSeconds(60), WELL);

        assertThat(faults.all())
                .extracting(TopicFault::cause)
                .containsExactly("what must be known before can't be read");
    }

    private void lookFor(Duration time, Map<String, TopicLags> found) {
        for (int second = 0; second < time.toSeconds(); second += 2) {
            now.addAndGet(Duration.ofSeconds(2).toNanos());
            leaders.look(found);
        }
    }
}
