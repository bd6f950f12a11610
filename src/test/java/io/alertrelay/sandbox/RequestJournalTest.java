package io.alertrelay.sandbox;

import static io.alertrelay.sandbox.RunningSandbox.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.alertrelay.testing.SteppedClock;
import io.alertrelay.text.Sha256;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file that another process can read. */
class RequestJournalTest {
    private static final String KEY = "k1";

    @TempDir
    Path directory;

    private Vertx vertx;
    private Path file;

    @BeforeEach
    void prepare() {
        vertx = Vertx.vertx();
        file = directory.resolve("journal.jsonl");
    }

    @AfterEach
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void aRequestIsInTheFileWhenItsAnswerArrives() throws Exception {
        String body = event("Critical", "a", "磁盘\n将满");
        try (Sandbox sandbox = start()) {
            RawAnswer.post(sandbox.pushUrl(KEY), body, 20_000);

            JsonNode line = lines().get(0);
            assertThat(line.path("seq").asLong()).isEqualTo(1);
            assertThat(line.path("time").asText()).isEqualTo("2026-05-01T10:00:00Z");
            assertThat(line.path("key").asText()).isEqualTo(KEY);
            assertThat(line.path("handling").asText()).isEqualTo("TAKEN");
            assertThat(line.path("status").asInt()).isEqualTo(200);
            assertThat(line.path("body").asText()).isEqualTo(body);
            assertThat(line.path("sha256").asText()).isEqualTo(Sha256.hex(body.getBytes(StandardCharsets.UTF_8)));
        }
    }

    @Test
    void aRequestWithoutAnAnswerIsThereWithoutAStatus() throws Exception {
        try (Sandbox sandbox = start()) {
            sandbox.fault(KEY, new Fault.Reset());
            RawAnswer.post(sandbox.pushUrl(KEY), event("Critical", "a"), 20_000);

            assertThat(lines().get(0).path("status").isNull()).isTrue();
            assertThat(lines().get(0).path("handling").asText()).isEqualTo("BROKEN");
        }
    }

    @Test
    void anotherStartAddsToTheFile() throws Exception {
        for (String alert : List.of("a", "b")) {
            try (Sandbox sandbox = start()) {
                RawAnswer.post(sandbox.pushUrl(KEY), event("Critical", alert), 20_000);
            }
        }

        assertThat(lines()).hasSize(2);
    }

    @Test
    void aFileThatCantBeWrittenStopsTheStart() {
        file = directory.resolve("missing").resolve("journal.jsonl");

        assertThatThrownBy(this::start)
                .isInstanceOf(SandboxException.class)
                .hasMessageContaining("the journal " + file + " can't be opened");
    }

    private Sandbox start() throws SandboxException {
        return Sandbox.start(vertx, 0, new SteppedClock(), Optional.of(file));
    }

    private List<JsonNode> lines() throws Exception {
        return Files.readAllLines(file).stream().map(RunningSandbox::json).toList();
    }
}
