package io.alertrelay.guarantee;

import static org.assertj.core.api.Assertions.assertThat;

import io.alertrelay.app.App;
import io.alertrelay.guarantee.Posts.Change;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a channel is told of an alert comes in the order in which it happened; a firing never after its recovery. */
class OrderPerAlertIT {
    private static final long SEED = 7;
    private static final List<String> CHANNELS = List.of("a", "b");
    private static final List<String> ALERTS =
            IntStream.range(0, 15).mapToObj(i -> "alert" + i).toList();
    private static final List<String> SEVERITIES = List.of("critical", "warning", "info");

    @TempDir
    private Path folder;

    private final Random random = new Random(SEED);
    private Rig rig;
    private Posts posts;

    @BeforeEach
    void start() throws Exception {
        rig = Rig.of(folder, CHANNELS, "timeout: 1s, collapse: none");
        posts = new Posts(rig::relay);
        CHANNELS.forEach(channel -> new PassingFaults(random.nextLong()).over(rig.flashduty(), channel));
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    @Test
    void underFaultsAndWhileTheChannelsMoveBetweenRelays() throws Exception {
        App first = rig.start();
        changes();
        App second = rig.start();
        changes();
        rig.stop(first);
        changes();
        rig.start();
        rig.stop(second);
        ALERTS.forEach(alert -> posts.resolved(Rig.TO_ALL, alert));

        assertThat(rig.settled().findings()).isEmpty();

        for (String channel : CHANNELS) {
            assertThat(rig.arrivals(channel).firstTaken())
                    .as(channel)
                    .containsExactlyInAnyOrderEntriesOf(
                            ALERTS.stream().collect(Collectors.toMap(alert -> alert, posts::numbersOf)));
        }
        assertThat(posts.accepted()).extracting(Change::alert).containsAll(ALERTS);
    }

    /** Several changes of every alert at once, so that those behind one that fails have to wait. */
    private void changes() {
        for (String alert : ALERTS) {
            posts.post(Rig.TO_ALL, Stream.generate(() -> change(alert)).limit(3).toList());
        }
    }

    private Change change(String alert) {
        return random.nextInt(3) == 0
                ? Change.resolved(alert)
                : new Change(alert, "firing", SEVERITIES.get(random.nextInt(3)));
    }
}
