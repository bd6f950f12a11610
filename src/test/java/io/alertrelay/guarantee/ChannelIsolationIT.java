package io.alertrelay.guarantee;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.alertrelay.guarantee.Posts.Change;
import io.alertrelay.sandbox.Fault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A channel that hangs, one that refuses and one that is held delay no other. */
class ChannelIsolationIT {
    private static final int ALERTS = 100;

    @TempDir
    private Path folder;

    private Rig rig;
    private Posts posts;

    @BeforeEach
    void start() throws Exception {
        rig = Rig.of(folder, List.of("hanging", "refusing", "held", "well"), "timeout: 60s");
        rig.flashduty().faultAlways(Rig.pushKey("hanging"), new Fault.Hang());
        rig.flashduty().faultAlways(Rig.pushKey("refusing"), PassingFaults.REFUSED);
        rig.flashduty().faultAlways(Rig.pushKey("held"), PassingFaults.UNAUTHORIZED);
        rig.start();
        posts = new Posts(rig::relay);
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    @Test
    void theOthersGetTheirsWhileItLasts() {
        posts.post(
                Rig.TO_ALL,
                IntStream.range(0, ALERTS)
                        .mapToObj(i -> new Change("alert" + i, "firing", "critical"))
                        .toList());

        // Less than the timeout of the one that hangs.
        await().atMost(Duration.ofSeconds(55))
                .until(() -> rig.arrivals("well").taken().size() == ALERTS);
        await().atMost(Duration.ofSeconds(55))
                .until(() -> rig.arrivals("refusing").all().size() == ALERTS);
        assertThat(rig.arrivals("hanging").all()).hasSizeBetween(1, 8);
        assertThat(rig.arrivals("hanging").taken()).isEmpty();
        assertThat(rig.arrivals("held").taken()).isEmpty();
        // Health is gathered once a second.
        await().until(() -> rig.relay().channel("held").path("state").asText().matches("held|probing"));
        assertThat(rig.relay().channel("well").path("state").asText()).isEqualTo("running");
    }
}
