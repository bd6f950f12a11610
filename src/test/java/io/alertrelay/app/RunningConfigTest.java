package io.alertrelay.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.alertrelay.config.ConfigFile;
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
        running = new RunningConfig(source.load(), Optional.of(source), new SimpleMeterRegistry(), new SteppedClock());
        running.afterEachReload(looks::incrementAndGet);
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
