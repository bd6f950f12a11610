package io.alertrelay.golden;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * What earlier versions wrote: {@code records.jsonl} with its data folder, and {@code records-2.jsonl} with more of
 * what may happen to an alert.
 */
final class GoldenRecords {
    private static final List<String> FILES = List.of("records.jsonl", "records-2.jsonl");

    private GoldenRecords() {}

    /** The records of a topic that any of them wrote, in the order of each partition. */
    static List<GoldenRecord> of(String topic) {
        return FILES.stream().flatMap(file -> of(topic, file)).toList();
    }

    /** Those of the one whose data folder is kept. */
    static List<GoldenRecord> ofFolder(String topic) {
        return of(topic, FILES.get(0)).toList();
    }

    private static Stream<GoldenRecord> of(String topic, String file) {
        try (InputStream in = resource(file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(GoldenRecord::of)
                    .filter(record -> record.topic().equals(topic));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Lays out the data folder. */
    static void unpack(Path folder) throws IOException {
        try (InputStream in = resource("data.zip");
                ZipInputStream archive = new ZipInputStream(in, StandardCharsets.UTF_8)) {
            for (ZipEntry entry = archive.getNextEntry(); entry != null; entry = archive.getNextEntry()) {
                Path file = folder.resolve(entry.getName());
                Files.createDirectories(file.getParent());
                Files.copy(archive, file);
            }
        }
    }

    private static InputStream resource(String name) {
        return GoldenRecords.class.getResourceAsStream("/golden/" + name);
    }
}
