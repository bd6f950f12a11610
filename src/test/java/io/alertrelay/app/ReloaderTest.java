package io.alertrelay.app;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import com.fasterxml.jackson.databind.JsonNode;
import io.alertrelay.config.ConfigFile;
import io.alertrelay.pipeline.ConfigSnapshot;
import io.alertrelay.testing.LinesOfThisThread;
import io.alertrelay.testing.SteppedClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** What a reload says, and does next, when it can't be put into force, or not all of it. */
class ReloaderTest {
    @TempDir
    private Path folder;

    private final SteppedClock clock = new SteppedClock();
    private final Deque<Reloader.Switch> outcomes = new ArrayDeque<>();
    private final List<ConfigSnapshot> applied = new ArrayList<>();
    private final AtomicReference<ConfigSnapshot> current = new AtomicReference<>();
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private Optional<String> refused = Optional.empty();
    private Path file;
    private Reloader reloader;

    @BeforeEach
    void start() throws Exception {
        file = folder.resolve("relay.yaml");
        write(1000);
        ConfigFile source = new ConfigFile(file, Map.of());
        current.set(ConfigSnapshot.first(source.load(), clock.instant()));
        reloader = new Reloader(Optional.of(source), current::get, this::to, metrics, clock);
    }

    @Test
    void whatIsLeftOfAReloadIsToldAndTriedAgainThoughNothingChangedSince() throws Exception {
        String before = current.get().version();
        write(500);
        outcomes.add(next -> List.of("payments"));

        List<ILoggingEvent> lines = logged(() -> {
            JsonNode error = reloader.reload("a test").answer().body().path("error");
            assertThat(error.path("message").asText())
                    .contains(before + " -> " + current.get().version(), "payments");
            assertThat(error.path("before").asText()).isEqualTo(before);
            assertThat(error.path("version").asText()).isEqualTo(current.get().version());
            assertThat(error.at("/changes/0").asText()).startsWith("channel payments");
            assertThat(error.path("needs_restart").isArray()).isTrue();
        });

        assertThat(lines)
                .extracting(ILoggingEvent::getFormattedMessage)
                .anyMatch(line -> line.endsWith(
                        "version " + before + " -> " + current.get().version()))
                .anyMatch(line -> line.startsWith("  channel payments"))
                .anyMatch(line -> line.startsWith("configuration NOT completely reloaded") && line.contains("payments"))
                .noneMatch(line -> line.contains("version " + before + " stays in force"));
        assertThat(reloads("applied")).isOne();
        assertThat(reloader.error()).get().asString().contains("payments");

        outcomes.add(next -> List.of("payments"));
        assertThat(logged(() ->
                        assertThat(reloader.reload("a test").mustBeRepeated()).isTrue()))
                .as("at each further attempt")
                .isEmpty();
        assertThat(reloads("failed")).isOne();

        outcomes.add(next -> List.of());
        assertThat(reloader.reload("a test")).isInstanceOf(ReloadResult.Unchanged.class);
        assertThat(applied).hasSize(3);
        assertThat(applied.get(2)).isSameAs(current.get());
        assertThat(reloader.error()).isEmpty();
        reloader.reload("a test");
        assertThat(applied).hasSize(3);
    }

    @Test
    void whatIsLeftOfAReloadIsTriedAgainThoughTheFileHasAMistakeByThen() throws Exception {
        write(500);
        outcomes.add(next -> List.of("payments"));
        reloader.reload("a test");
        ConfigSnapshot half = current.get();
        Files.writeString(file, "a mistake");

        outcomes.add(next -> List.of("payments"));
        ReloadResult broken = reloader.reload("a test");

        assertThat(broken.mustBeRepeated()).isTrue();
        assertThat(broken.answer().body().at("/error/message").asText()).contains("payments");
        assertThat(reloader.error()).get().asString().contains("1 mistake", "payments");
        outcomes.add(next -> List.of("payments"));
        assertThat(logged(() -> reloader.reload("a test")))
                .as("at each further attempt")
                .isEmpty();

        outcomes.add(next -> List.of());
        assertThat(reloader.reload("a test").mustBeRepeated()).isFalse();
        assertThat(applied).hasSize(4).allMatch(half::equals);
        assertThat(reloader.error()).get().asString().contains("1 mistake").doesNotContain("payments");
    }

    @Test
    void whatIsLeftOfAReloadIsTriedAgainThoughTheNextOneCanNotBeApplied() throws Exception {
        write(500);
        outcomes.add(next -> List.of("payments"));
        reloader.reload("a test");
        ConfigSnapshot half = current.get();
        write(400);

        refused = Optional.of("too many");
        outcomes.add(next -> List.of());

        assertThat(reloader.reload("a test").error(Optional.empty())).hasValue("too many");
        assertThat(applied).hasSize(2).allMatch(half::equals);
    }

    @Test
    void aFaultOfTheRelaysOwnIsToldAndTriedAgain() throws Exception {
        write(500);
        outcomes.add(next -> {
            throw new IllegalStateException("a bug");
        });

        assertThat(reloader.reload("a test").mustBeRepeated()).isTrue();
        assertThat(reloader.error()).get().asString().contains("a bug");

        outcomes.add(next -> List.of());
        assertThat(reloader.reload("a test").mustBeRepeated()).isFalse();
        assertThat(reloader.error()).isEmpty();
    }

    @Test
    void theTraceOfAFaultIsLoggedOnceHoweverOftenTheSameIsTriedInVain() throws Exception {
        write(500);
        for (String bug : List.of("a bug", "a bug", "a bug", "another bug")) {
            outcomes.add(next -> {
                throw new IllegalStateException(bug);
            });
        }

        List<ILoggingEvent> lines = logged(() -> {
            while (!outcomes.isEmpty()) {
                reloader.reload("a test");
            }
        });

        assertThat(lines)
                .filteredOn(line -> line.getThrowableProxy() != null)
                .extracting(line -> line.getThrowableProxy().getMessage())
                .containsExactly("a bug", "another bug");
    }

    @Test
    void theTraceOfAFaultIsLoggedOnceAlsoBehindAMistakeInTheFileAndAgainWhenItComesBack() throws Exception {
        write(500);
        outcomes.add(next -> List.of("payments"));
        reloader.reload("a test");
        Files.writeString(file, "a mistake");
        for (int i = 0; i < 3; i++) {
            outcomes.add(next -> {
                throw new IllegalStateException("a bug");
            });
        }
        List<ILoggingEvent> lines = logged(() -> {
            while (!outcomes.isEmpty()) {
                reloader.reload("a test");
            }
        });
        assertThat(reloader.error()).get().asString().contains("; besides, the relay itself failed");
        assertThat(lines).filteredOn(line -> line.getThrowableProxy() != null).hasSize(1);

        outcomes.add(next -> List.of("payments"));
        reloader.reload("a test");
        outcomes.add(next -> {
            throw new IllegalStateException("a bug");
        });
        assertThat(logged(() -> reloader.reload("a test")))
                .filteredOn(line -> line.getThrowableProxy() != null)
                .hasSize(1);
    }

    @Test
    void whatNeedsARestartIsLoggedOnceThoughTheReloadIsNotComplete() throws Exception {
        write(500);
        outcomes.add(next -> List.of("payments"));
        reloader.reload("a test");
        Files.writeString(file, Files.readString(file) + "flashduty: { account_rate: 500/min }\n");

        outcomes.add(next -> List.of("payments"));
        assertThat(logged(() -> reloader.reload("a test")))
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly("  flashduty: needs a restart; until then the old setting holds");
        assertThat(reloader.needRestart()).containsExactly("flashduty");

        outcomes.add(next -> List.of("payments"));
        assertThat(logged(() -> reloader.reload("a test"))).isEmpty();
        outcomes.add(next -> List.of());
        assertThat(reloader.reload("a test")).isInstanceOf(ReloadResult.Unchanged.class);
    }

    @Test
    void aStopInTheMiddleOfAReloadIsNoError() throws Exception {
        write(500);
        outcomes.add(next -> {
            throw new Reloader.StoppingException();
        });

        List<ILoggingEvent> lines = logged(() -> assertThat(reloader.reload("a test")
                        .answer()
                        .body()
                        .at("/error/code")
                        .asText())
                .isEqualTo("Stopping"));

        assertThat(lines).extracting(ILoggingEvent::getLevel).containsOnly(Level.INFO);
    }

    private double reloads(String result) {
        return metrics.get("alert_relay_config_reloads")
                .tag("result", result)
                .counter()
                .count();
    }

    private static List<ILoggingEvent> logged(Runnable work) {
        LinesOfThisThread lines = new LinesOfThisThread();
        Logger logger = (Logger) LoggerFactory.getLogger("relay");
        lines.start();
        logger.addAppender(lines);
        try {
            work.run();
        } finally {
            logger.detachAppender(lines);
        }
        return lines.list;
    }

    private List<String> to(ConfigSnapshot next) throws Reloader.NotAppliedException, Reloader.StoppingException {
        if (refused.isPresent() && next != current.get()) {
            throw new Reloader.NotAppliedException(refused.get());
        }
        applied.add(next);
        current.set(next);
        return outcomes.remove().to(next);
    }

    private void write(int rate) throws Exception {
        Files.writeString(file, """
                integrations: [{ name: arms, key: a-key-of-some-length, channel: payments }]
                channels: [{ name: payments, push_url: "http://127.0.0.1:1/p?integration_key=k", rate: %d/min }]
                """.formatted(rate));
    }
}
