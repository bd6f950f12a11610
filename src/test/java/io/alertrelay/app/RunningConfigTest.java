package io.alertrelay.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.alertrelay.config.ConfigFile;
import io.alertrelay.config.RelayConfig;
import io.alertrelay.testing.SteppedClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When a reload takes effect: not before the relay can switch, and not once it stops. */
class RunningConfigTest {
    @TempDir
    private Path folder;

    private final AtomicInteger looks = new AtomicInteger();
    private RunningConfig running;

    @BeforeEach
    void start() throws Exception {
        write(1000);
        ConfigFile source = new ConfigFile(folder.resolve("relay.yaml"), Map.of());
        RelayConfig first = source.load();
        running = running(first, source);
        running.afterEachReload(looks::incrementAndGet);
    }

    private static RunningConfig running(RelayConfig first, ConfigFile source) {
        return new RunningConfig(first, Optional.of(source), new SimpleMeterRegistry(), new SteppedClock());
    }

    @Test
    void aFileThatWasChangedSinceItWasReadForTheStartIsReadAgain() throws Exception {
        ConfigFile source = new ConfigFile(folder.resolve("relay.yaml"), Map.of());
        RelayConfig first = source.load();
        write(500);
        running = running(first, source);
        String before = running.current().version();
        switchAtOnce();

        look(2);

        assertThat(running.current().version()).isNotEqualTo(before);
    }

    @Test
    void aFileThatIsPutBackBecauseItCouldNotBeAppliedIsInOrder() throws Exception {
        running.switchBy(next -> {
            throw new Reloader.NotAppliedException("not now");
        });
        write(500);
        look(2);
        assertThat(running.state().error()).hasValue("not now");

        write(1000);
        look(2);

        assertThat(running.state().error()).isEmpty();
    }

    @Test
    void whatIsLeftOfAReloadIsCompletedThoughTheFileHasAMistakeByThen() throws Exception {
        AtomicInteger switched = new AtomicInteger();
        running.switchBy(next -> {
            running.put(next);
            return switched.incrementAndGet() < 3 ? List.of("payments") : List.of();
        });
        write(500);
        look(2);
        Files.writeString(folder.resolve("relay.yaml"), "a mistake");

        look(5);

        assertThat(switched).hasValue(3);
        assertThat(running.state().error()).get().asString().contains("mistake").doesNotContain("payments");
    }

    @Test
    void withoutAWatchOnlyWhatAReloadCouldNotPutIntoForceIsTriedAgain() throws Exception {
        String before = running.current().version();
        write(500);
        assertThat(running.reload("while it starts")).isInstanceOf(ReloadResult.Failed.class);
        switchAtOnce();

        retry(3);

        String version = running.current().version();
        assertThat(version).isNotEqualTo(before);
        assertThat(running.state().error()).isEmpty();
        write(700);
        retry(3);
        assertThat(running.current().version())
                .as("of a file that nobody wants to be read")
                .isEqualTo(version);
    }

    private void retry(int times) {
        for (int i = 0; i < times; i++) {
            running.retry();
        }
    }

    private void look(int times) {
        for (int i = 0; i < times; i++) {
            running.look();
        }
    }

    @Test
    void nothingIsAppliedWhileTheRelayStarts() throws Exception {
        String before = running.current().version();
        write(500);

        assertThat(running.reload("a test")).isInstanceOf(ReloadResult.Failed.class);

        assertThat(running.current().version()).isEqualTo(before);
        assertThat(running.state().error()).get().asString().contains("the relay is starting");
    }

    @Test
    void whatIsSwitchedToIsInForce() throws Exception {
        String before = running.current().version();
        switchAtOnce();
        write(500);

        assertThat(running.reload("a test")).isInstanceOf(ReloadResult.Applied.class);

        assertThat(running.current().version()).isNotEqualTo(before);
        assertThat(running.state().error()).isEmpty();
        assertThat(looks).hasValue(1);
    }

    @Test
    void nothingIsAppliedOnceTheRelayStops() throws Exception {
        String before = running.current().version();
        switchAtOnce();
        running.stop();
        write(500);

        assertThat(running.reload("a test")).isInstanceOf(ReloadResult.Stopping.class);

        assertThat(running.current().version()).isEqualTo(before);
    }

    private void switchAtOnce() {
        running.switchBy(next -> {
            running.put(next);
            return List.of();
        });
    }

    private void write(int rate) throws Exception {
        Files.writeString(folder.resolve("relay.yaml"), """
                integrations: [{ name: arms, key: a-key-of-some-length, channel: payments }]
                channels: [{ name: payments, push_url: "http://127.0.0.1:1/p?integration_key=k", rate: %d/min }]
                """.formatted(rate));
    }
}
