package io.alertrelay.fuzz.history;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.alertrelay.fuzz.plan.Names;
import io.alertrelay.fuzz.plan.PlannedFault;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the sandbox's journal, each line once. */
public final class JournalReader implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final BufferedReader lines;

    /** @param journal may be empty, and grow */
    public JournalReader(Path journal) throws IOException {
        this.lines = Files.newBufferedReader(journal, StandardCharsets.UTF_8);
    }

    /**
     * What came since the last call.
     *
     * @param met the faults by the sequence of the request
     */
    public List<SeenPush> next(Map<Long, PlannedFault> met) throws IOException {
        List<SeenPush> pushes = new ArrayList<>();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            JsonNode push = JSON.readTree(line);
            long sequence = push.path("seq").asLong();
            pushes.add(new SeenPush(
                    sequence,
                    Instant.parse(push.path("time").asText()),
                    Names.channelOf(push.path("key").asText()),
                    push.path("handling").asText(),
                    push.path("status").isNumber()
                            ? Optional.of(push.path("status").asInt())
                            : Optional.empty(),
                    push.path("body").asText(),
                    Optional.ofNullable(met.get(sequence))));
        }
        return pushes;
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
