package io.alertrelay.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.alertrelay.kafka.Lag;
import io.alertrelay.kafka.TopicFaults;
import io.alertrelay.kafka.TopicLags;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Without an answer of its group's coordinator a channel sends nothing, though its topic is well. */
class SilentCoordinatorsTest {
    private static final Map<String, TopicLags> SILENT = Map.of("channel.a", TopicLags.uncoordinated(Map.of(), 1));
    private static final Map<String, TopicLags> WELL =
            Map.of("channel.a", new TopicLags(Map.of(0, new Lag(7, 9)), Map.of()));
    private static final Map<String, TopicLags> NOT_REACHED = Map.of(
            "channel.a", TopicLags.uncoordinated(Map.of(0, new TopicLags.CutOff(true, OptionalLong.empty())), 1));

    private final AtomicLong now = new AtomicLong();
    private boolean here = true;
    private final TopicFaults faults = new TopicFaults(Clock.systemUTC(), now::get);
    private final SilentCoordinators coordinators = new SilentCoordinators(faults, partition -> here, now::get);

    @Test
    void aChannelWhoseGroupHasNoCoordinatorThatAnswersIsAtFaultUntilItAnswers() {
        lookFor(Duration.ofSeconds(8), SILENT);
        assertThat(faults.all()).isEmpty();

        lookFor(Duration.ofSeconds(8), SILENT);
        assertThat(faults.of("channel.a")).hasValueSatisfying(fault -> {
            assertThat(fault.where()).isEqualTo("topic channel.a");
            assertThat(fault.cause()).startsWith("the coordinator of its channel's group does not answer this relay");
        });

        lookFor(Duration.ofSeconds(20), WELL);
        assertThat(faults.all()).isEmpty();
        lookFor(Duration.ofSeconds(8), SILENT);
        assertThat(faults.all()).isEmpty();
    }

    @Test
    void ofAChannelThatAnotherRelayHasNothingIsReported() {
        here = false;

        lookFor(Duration.ofSeconds(60), SILENT);

        assertThat(faults.all()).isEmpty();
    }

    @Test
    void ofAChannelWhoseCoordinatorStaysSilentNobodyKnowsWhetherAnotherRelayHasIt() {
        here = false;

        lookFor(Duration.ofSeconds(90), SILENT);

        assertThat(faults.of("channel.a"))
                .hasValueSatisfying(
                        fault -> assertThat(fault.cause()).contains("whether any relay delivers to it is not known"));
        lookFor(Duration.ofSeconds(20), WELL);
        assertThat(faults.all()).isEmpty();
    }

    @Test
    void ofARemovedChannelAndWhereTheLeadersDoNotAnswerEitherNothingIsReported() {
        lookFor(Duration.ofSeconds(60), NOT_REACHED);
        lookFor(Duration.ofSeconds(60), Map.of("channel.removed", TopicLags.uncoordinated(Map.of(), 1)));

        assertThat(faults.all()).isEmpty();
    }

    private void lookFor(Duration time, Map<String, TopicLags> found) {
        for (int second = 0; second < time.toSeconds(); second += 2) {
            now.addAndGet(Duration.ofSeconds(2).toNanos());
            coordinators.look(found, List.of("channel.a"));
        }
    }
}
