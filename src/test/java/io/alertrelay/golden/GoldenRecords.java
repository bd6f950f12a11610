package io.alertrelay.golden;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** What an earlier version wrote. */
final class GoldenRecords {
    private GoldenRecords() {}

    /** The records of a topic, in the order of each partition. */
    static List<GoldenRecord> of(String topic) {
        try (InputStream in = resource("records.jsonl")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(GoldenRecord::of)
                    .filter(record -> record.topic().equals(topic))
                    .toList();
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
