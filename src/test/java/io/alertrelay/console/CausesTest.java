package io.alertrelay.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the console knows in Chinese is what the relay says. */
class CausesTest {
    private static final Path SOURCES = Path.of("src", "main", "java");
    private static final Pattern ENTRY = Pattern.compile("(?m)^  \\['((?:[^'\\\\]|\\\\.)*)',");
    /** What the relay puts between the parts of such a text. */
    private static final String BETWEEN = "\\{}|expected |, found |held|probing|slowed";

    @Test
    void theRelayStillSaysEachOfTheCausesThatTheConsoleTranslates() throws Exception {
        String causes = Files.readString(Path.of("src", "main", "resources", "console", "causes.js"));
        String said = sources();

        List<String> known = ENTRY.matcher(causes.substring(0, causes.indexOf("OF_JAVA = [")))
                .results()
                .map(entry -> entry.group(1).replace("\\'", "'"))
                .toList();

        assertThat(known).hasSizeGreaterThan(70);
        assertThat(known.stream()
                        .flatMap(text -> Arrays.stream(text.split(BETWEEN)))
                        .filter(part -> part.strip().length() >= 6 && !said.contains(part)))
                .isEmpty();
    }

    /** All that stands in the sources, with texts that are cut into several lines in one piece. */
    private static String sources() throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .map(CausesTest::read)
                    .collect(Collectors.joining("\n"))
                    .replaceAll("\"\\s*\\+\\s*\"", "");
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
