package io.alertrelay.guarantee;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.alertrelay.app.App;
import io.alertrelay.guarantee.Posts.Change;
import io.alertrelay.sandbox.Fault;
import io.alertrelay.sandbox.Received;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is settled is not sent again, wherever the committed offset stands; what is sent again is the same bytes. */
class OnlyWhatWasInFlightIsSentTwiceIT {
    private static final String CHANNEL = "a";
    private static final String KEY = Rig.to(CHANNEL);
    private static final String STUCK = "stuck";
    private static final int OTHERS = 100;

    @TempDir
    private Path folder;

    private Rig rig;
    private Posts posts;
    private CommittedOffsets offsets;
    private App relay;

    @BeforeEach
    void aStuckAlertAndOthersThatAreSettledBeyondIt() throws Exception {
        rig = Rig.of(folder, List.of(CHANNEL), "timeout: 30s");
        offsets = new CommittedOffsets(rig);
        posts = new Posts(rig::relay);
        rig.flashduty()
                .faultWhen(
                        Rig.pushKey(CHANNEL),
                        request -> Arrivals.alert(request).equals(STUCK),
                        new Fault.Status(500, "InternalError", "not this one"));
        relay = rig.start();
        posts.firing(KEY, STUCK, "critical");
        posts.post(
                KEY,
                IntStream.range(0, OTHERS)
                        .mapToObj(i -> new Change("other" + i, "firing", "info"))
                        .toList());
        await().atMost(Duration.ofSeconds(60))
                .until(() -> DeliveryEndings.read(rig).byDelivery().size() == OTHERS);
    }

    @AfterEach
    void stop() {
        offsets.close();
        rig.close();
    }

    @Test
    void whatWasSettledBeyondTheCommittedOffsetIsNotSentAgain() throws Exception {
        assertThat(offsets.committed(CHANNEL)).isZero();

        rig.stop(relay);
        int before = attempts();
        rig.start();
        await().until(() -> attempts() > before);
        rig.flashduty().heal(Rig.pushKey(CHANNEL));
        posts.firing(KEY, "later", "info");

        assertThat(rig.settled().findings()).isEmpty();
        assertThat(rig.arrivals(CHANNEL).all().stream()
                        .filter(r -> !Arrivals.alert(r).equals(STUCK)))
                .extracting(Arrivals::number)
                .doesNotHaveDuplicates()
                .hasSize(OTHERS + 1);
        assertThat(rig.arrivals(CHANNEL).of(STUCK))
                .extracting(Received::bodyText)
                .containsOnly(rig.arrivals(CHANNEL).of(STUCK).get(0).bodyText());
        await().until(() -> offsets.committed(CHANNEL) == OTHERS + 2);
    }

    @Test
    void afterKafkasResetOfTheOffsetsTheStretchIsSentAgainAsItWas() throws Exception {
        rig.flashduty().heal(Rig.pushKey(CHANNEL));
        assertThat(rig.settled().findings()).isEmpty();
        rig.stop(relay);
        offsets.reset(CHANNEL, 1);
        int before = rig.arrivals(CHANNEL).all().size();

        rig.start();
        await().atMost(Duration.ofSeconds(60))
                .until(() -> rig.arrivals(CHANNEL).all().size() == before + OTHERS);

        assertThat(rig.arrivals(CHANNEL).bodiesByNumber().values()).allMatch(bodies -> bodies.size() == 1);
        assertThat(rig.arrivals(CHANNEL).all().stream().skip(before))
                .extracting(Arrivals::number)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.rangeClosed(1, OTHERS).boxed().toList());
        assertThat(rig.settled().findings()).isEmpty();
    }

    private int attempts() {
        return rig.arrivals(CHANNEL).of(STUCK).size();
    }
}
