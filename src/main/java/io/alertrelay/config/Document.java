package io.alertrelay.config;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * A file in YAML 1.2 (of which JSON is a part), as a tree that knows its lines.
 *
 * @param name as it is shown in mistakes
 */
record Document(String name, Problems problems) {
    private static final int MAX_BYTES = 16 << 20;

    /** Reads and parses a file; empty, with a mistake noted, if that is not possible. */
    Optional<Node> parse(Path file) {
        return text(file).flatMap(this::parse);
    }

    /** Parses a text; empty, with a mistake noted, if it is no YAML or has no content. */
    Optional<Node> parse(String text) {
        LoadSettings settings = LoadSettings.builder()
                .setLabel(name)
                .setAllowDuplicateKeys(false)
                .setMaxAliasesForCollections(50)
                .setCodePointLimit(MAX_BYTES)
                .build();
        try {
            Optional<Node> root = new Compose(settings).composeString(text);
            if (root.isEmpty()) {
                problem(Optional.empty(), "", "an empty file", "a mapping");
            }
            return root;
        } catch (MarkedYamlEngineException e) {
            // What the parser says may quote the file, and with it a secret: the place is enough.
            problem(e.getProblemMark(), "", "no valid YAML here", "valid YAML" + hint(e));
            return Optional.empty();
        } catch (YamlEngineException e) {
            problem(Optional.empty(), "", "no valid YAML", "valid YAML");
            return Optional.empty();
        }
    }

    void problem(Optional<Mark> at, String path, String found, String expected) {
        problem(at, path, found, expected, Optional.empty());
    }

    void problem(Optional<Mark> at, String path, String found, String expected, Optional<String> suggestion) {
        int line = at.map(m -> m.getLine() + 1).orElse(0);
        int column = at.map(m -> m.getColumn() + 1).orElse(0);
        problems.add(new ConfigProblem(name, line, column, path, found, expected, suggestion));
    }

    private Optional<String> text(Path file) {
        try {
            if (Files.size(file) > MAX_BYTES) {
                problem(Optional.empty(), "", "more than 16 MiB", "a smaller file");
                return Optional.empty();
            }
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
                    .toString());
        } catch (CharacterCodingException e) {
            problem(Optional.empty(), "", "bytes that are not UTF-8", "a file in UTF-8");
        } catch (IOException e) {
            problem(Optional.empty(), "", Files.isDirectory(file) ? "a folder" : "no file that can be read", "a file");
        }
        return Optional.empty();
    }

    private static String hint(MarkedYamlEngineException e) {
        String problem = String.valueOf(e.getProblem());
        if (problem.contains("\\t")) {
            return ": a tab can't be used for indentation";
        }
        return problem.startsWith("found duplicate key") ? ": each key once" : "";
    }
}
