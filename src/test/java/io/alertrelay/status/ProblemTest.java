package io.alertrelay.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.alertrelay.watchdog.Job;
import io.alertrelay.watchdog.Stall;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProblemTest {
    /** What can't be stored because of its topic can't be stored by a relay that is restarted, either. */
    @Test
    void deadLettersThatCanNotBeStoredNeedTheirTopicAndNoRestart() {
        assertThat(toDo(Job.DEAD_LETTERS)).startsWith("fix the topic").contains("a restart does not help");
    }

    /** The JVM writes a thread dump to standard output while all of its threads stand still. */
    @Test
    void aLogThatNobodyReadsIsToBeReadBeforeAThreadDumpIsAskedFor() {
        assertThat(toDo(Job.LOG))
                .startsWith("let standard output be read again")
                .doesNotContain("kill -QUIT");
    }

    /** This relay is well: the one that has the partition is to be looked at. */
    @Test
    void aPartitionThatAnotherRelayDoesNotRouteNeedsThatRelay() {
        assertThat(toDo(Job.ROUTING_ELSEWHERE))
                .startsWith("see the relay that has the partition")
                .doesNotContain("restart the relay");
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"DEAD_LETTERS", "LOG", "ROUTING_ELSEWHERE"})
    void anyOtherPartThatStaysStoppedNeedsOne(Job job) {
        assertThat(toDo(job)).contains("restart the relay: nothing accepted is lost");
    }

    private static String toDo(Job job) {
        return Problem.of(new Stall(job, "", Duration.ofSeconds(30), "no progress for 30 s"))
                .toDo();
    }
}
