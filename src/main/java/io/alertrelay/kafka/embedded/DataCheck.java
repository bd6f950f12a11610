package io.alertrelay.kafka.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks the files of the embedded broker before it starts. Kafka would trust a damaged index, return nothing after a
 * damaged batch, or, after a crash, truncate everything after it. So a damaged index is deleted, because Kafka rebuilds
 * it; a damaged batch is removed from its file (its bytes are kept in {@code relay.damaged-*}), and what follows is
 * kept. The broker's own metadata is not touched.
 */
final class DataCheck {
    private static final Logger LOG = LoggerFactory.getLogger(DataCheck.class);
    private static final String OFFSETS = "__consumer_offsets-";
    private static final String METADATA = "__cluster_metadata-";
    private static final String CLEAN = ".kafka_cleanshutdown";
    /**
     * How many bytes are read to verify checksums; more would delay the start. Beyond that only the links between
     * batches are checked.
     */
    private static final long VERIFIED_BYTES = 512L << 20;

    private static final Pattern CHECKPOINT_LINE = Pattern.compile("[A-Za-z0-9._-]*\\s?-?\\d+( -?\\d+)?");

    private final Path data;
    private final List<Damage> found = new ArrayList<>();
    private final boolean crashed;
    private long verified;

    DataCheck(Path data) {
        this.data = data;
        this.crashed = !Files.exists(data.resolve(CLEAN));
    }

    /** Returns the damages, and logs each. A file that can't be read is left to the broker to report. */
    List<Damage> run() {
        look(data, () -> {
            checkpoints(data, "");
            for (Path folder : folders()) {
                look(folder, () -> folder(folder));
            }
        });
        return found;
    }

    private interface Look {
        void run() throws IOException;
    }

    /** What can't be looked at keeps nothing else from it. */
    private static void look(Path at, Look look) {
        try {
            look.run();
        } catch (IOException | RuntimeException | InternalError e) {
            // The JVM's word for a sector that can't be read is an InternalError.
            LOG.error("{} can't be looked at: {}", at, e.toString());
        }
    }

    private void folder(Path folder) throws IOException {
        String name = folder.getFileName().toString();
        checkpoints(folder, name);
        List<Path> logs = files(folder, ".log");
        for (int i = 0; i < logs.size(); i++) {
            Path log = logs.get(i);
            boolean last = i == logs.size() - 1;
            look(log, () -> log(name, log, last));
        }
    }

    private void checkpoints(Path folder, String name) throws IOException {
        for (Path checkpoint : files(folder, "-checkpoint")) {
            look(checkpoint, () -> checkpoint(checkpoint, name));
        }
    }

    private void checkpoint(Path file, String folder) throws IOException {
        if (Files.size(file) == 0) {
            // As Kafka creates it, before the first write.
            return;
        }
        boolean whole;
        try {
            List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
            whole = lines.size() >= 2
                    && lines.stream()
                            .allMatch(line -> CHECKPOINT_LINE.matcher(line).matches())
                    && Integer.parseInt(lines.get(1).strip()) == lines.size() - 2;
        } catch (MalformedInputException | NumberFormatException e) {
            whole = false;
        }
        if (!whole) {
            Files.delete(file);
            found(folder, "its file " + file.getFileName() + " is damaged; it is deleted and created again", 0);
        }
    }

    private void log(String folder, Path log, boolean last) throws IOException {
        IndexFiles indexes = new IndexFiles(log);
        long size = Files.size(log);
        if (size == 0 && indexes.containRecords()) {
            indexes.delete();
            found(folder, "its file " + log.getFileName() + " is empty, but was not: its records are lost", 1);
            return;
        }
        if (size > 0 && size <= Integer.MAX_VALUE) {
            boolean checksums = verified < VERIFIED_BYTES || folder.startsWith(OFFSETS) || crashed && last;
            verified += checksums ? size : 0;
            List<LogBatches.Gap> gaps = gaps(log, checksums);
            if (!gaps.isEmpty()) {
                repair(folder, log, gaps, indexes);
                return;
            }
        }
        if (indexes.damaged()) {
            indexes.delete();
            found(folder, "an index of " + log.getFileName() + " is damaged; it is deleted and created again", 0);
        }
    }

    private static List<LogBatches.Gap> gaps(Path log, boolean checksums) throws IOException {
        String name = log.getFileName().toString();
        long base = Long.parseLong(name.substring(0, name.length() - ".log".length()));
        try (FileChannel file = FileChannel.open(log, StandardOpenOption.READ)) {
            ByteBuffer bytes = file.map(FileChannel.MapMode.READ_ONLY, 0, file.size());
            return new LogBatches(bytes, base, checksums).gaps();
        }
    }

    /** If there is no room for a copy, say, all stays as it is: without its indexes Kafka would truncate the file. */
    private void repair(String folder, Path log, List<LogBatches.Gap> gaps, IndexFiles indexes) throws IOException {
        Path kept = unused("relay.damaged-" + folder + "-" + log.getFileName());
        Path repaired = log.resolveSibling(log.getFileName() + ".relay");
        try {
            copy(log, gaps, repaired, kept);
            // Before the file is replaced: after a crash in between nothing would show that they are the other one's.
            indexes.setAside();
            Files.move(repaired, log, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            indexes.putBack();
            Files.deleteIfExists(repaired);
            Files.deleteIfExists(kept);
            throw e;
        }
        for (LogBatches.Gap gap : gaps) {
            found(
                    folder,
                    "damaged from offset " + gap.offset() + " on: " + gap.lost()
                            + " records are lost, those behind them are kept; the damaged bytes are in "
                            + kept.getFileName(),
                    gap.lost());
        }
    }

    /** The file may have been damaged before. */
    private Path unused(String name) {
        Path file = data.resolve(name);
        for (int i = 2; Files.exists(file); i++) {
            file = data.resolve(name + "-" + i);
        }
        return file;
    }

    /** The intact ranges go to one new file, the gaps to another. */
    private static void copy(Path log, List<LogBatches.Gap> gaps, Path intact, Path gone) throws IOException {
        try (FileChannel from = FileChannel.open(log, StandardOpenOption.READ);
                FileChannel to = create(intact);
                FileChannel damaged = create(gone)) {
            long at = 0;
            for (LogBatches.Gap gap : gaps) {
                copy(from, at, gap.from(), to);
                copy(from, gap.from(), gap.to(), damaged);
                at = gap.to();
            }
            copy(from, at, from.size(), to);
            to.force(true);
            damaged.force(true);
        }
    }

    private static FileChannel create(Path file) throws IOException {
        return FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
    }

    private static void copy(FileChannel from, long start, long end, FileChannel to) throws IOException {
        long at = start;
        while (at < end) {
            at += from.transferTo(at, end - at, to);
        }
    }

    private void found(String folder, String what, long lost) {
        LOG.error("{}: {}", folder.isEmpty() ? data : folder, what);
        found.add(new Damage(folder, what, lost));
    }

    private List<Path> folders() throws IOException {
        try (Stream<Path> all = Files.list(data)) {
            return all.filter(Files::isDirectory)
                    .filter(folder -> !folder.getFileName().toString().startsWith(METADATA))
                    .sorted()
                    .toList();
        }
    }

    private static List<Path> files(Path folder, String suffix) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(file -> file.getFileName().toString().endsWith(suffix))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
        }
    }
}
