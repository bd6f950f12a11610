package io.alertrelay.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.alertrelay.intake.Answered;
import io.alertrelay.intake.IntakeReply;
import io.alertrelay.intake.Remote;
import io.alertrelay.record.EndpointRefusals;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is kept of refused requests until it can be stored. */
class RefusedRequestsTest {
    private final RefusedRequests refused = new RefusedRequests(Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));

    @Test
    void whileNothingCanBeStoredAllAreCountedAndNoMorePostsAreKeptThanOnce() {
        long posts = 0;
        for (int round = 0; round < 50; round++) {
            for (int i = 0; i < 30; i++) {
                refuse(posts++);
            }
            EndpointRefusals taken = refused.take().orElseThrow();
            // Others arrive before it is known that these can't be stored.
            for (int i = 0; i < 30; i++) {
                refuse(posts++);
            }
            refused.giveBack(taken);
        }

        EndpointRefusals taken = refused.take().orElseThrow();

        assertThat(taken.counts().values()).containsExactly(posts);
        assertThat(taken.posts()).hasSize(20);
        assertThat(taken.posts().get(0).requestId()).as("the oldest ones").isEqualTo("id-0");
        assertThat(refused.take()).isEmpty();
    }

    @Test
    void aKeyThatIsNotAKnownOneIsCountedByItself() {
        Remote remote = new Remote("192.0.2.7", Optional.empty());
        refused.refused(new Answered("", remote, IntakeReply.unknownKey("id-1"), 0.001));
        refused.refused(new Answered("", remote, IntakeReply.rejected(401, "id-2", "Unauthorized", "no key"), 0.001));

        assertThat(refused.take().orElseThrow().counts())
                .hasSize(2)
                .containsEntry(EndpointRefusals.Kind.UNKNOWN_KEY, 1L);
    }

    private void refuse(long number) {
        refused.refused(new Answered(
                "arms",
                new Remote("192.0.2.7", Optional.empty()),
                IntakeReply.rejected(413, "id-" + number, "EntityTooLarge", "the body is too large"),
                0.001));
    }
}
