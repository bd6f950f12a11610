package io.alertrelay.rulesets;

import io.alertrelay.cli.FileException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/**
 * A file of rules that a command writes: not half of it, where that is possible, and over another one only by order.
 */
final class OutputFile {
    private static final int MOST_LINKS = 40;

    private OutputFile() {}

    /**
     * Checks that it may be written.
     *
     * @param force whether it may replace a file
     * @throws ParameterException if it would
     */
    static void check(Path file, boolean force, CommandLine line) throws IOException {
        if (!force && target(file).filter(Files::exists).isPresent()) {
            throw new ParameterException(line, "--output: there is a file " + file + " already; --force replaces it");
        }
    }

    /**
     * Writes it whole or not at all, with the owner and the permissions of the one that is replaced. Written in place
     * is what can't be replaced, such as a file in a folder of somebody else or one that is mounted by itself. What is
     * no file, such as a pipe or {@code /dev/stdout}, is written as it is.
     *
     * @throws FileException if it can't be written
     */
    static void write(Path file, String text) throws IOException {
        Optional<Path> target = target(file);
        try {
            if (target.isEmpty()) {
                // Standard output may be a file that another command has begun.
                Files.writeString(file, text, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
            } else {
                writeFile(target.get(), text);
            }
        } catch (IOException e) {
            throw FileException.ofWriting(target.orElse(file), e);
        }
    }

    private static void writeFile(Path target, String text) throws IOException {
        Optional<Path> whole = beside(target);
        if (whole.isEmpty() || !replaces(whole.get(), target, text)) {
            Files.writeString(target, text);
        }
    }

    /** The file to which links lead, which may be missing; empty if what is there is no file. */
    private static Optional<Path> target(Path file) throws IOException {
        Path at = file.toAbsolutePath();
        for (int links = 0; !isOpened(at) && Files.isSymbolicLink(at); links++) {
            if (links == MOST_LINKS) {
                throw new FileSystemLoopException(file.toString());
            }
            at = at.resolveSibling(Files.readSymbolicLink(at));
        }
        return isOpened(at) || Files.exists(at) && !Files.isRegularFile(at) ? Optional.empty() : Optional.of(at);
    }

    /** Whether the name stands for a device, or for what a process has opened. */
    private static boolean isOpened(Path path) {
        Path plain = path.normalize();
        return plain.startsWith("/proc") || plain.startsWith("/dev") && !plain.startsWith("/dev/shm");
    }

    /** A new, empty file in the same folder; empty if none may be made there. */
    private static Optional<Path> beside(Path target) throws IOException {
        // Of this process: another command may write the same file at the same time.
        Path whole = target.resolveSibling(
                "." + target.getFileName() + "." + ProcessHandle.current().pid() + ".new");
        try {
            Files.deleteIfExists(whole);
            return Optional.of(Files.createFile(whole));
        } catch (AccessDeniedException | DirectoryNotEmptyException | FileAlreadyExistsException e) {
            return Optional.empty();
        } catch (FileSystemException e) {
            // A full disk would leave half of what is written in place.
            if (String.valueOf(e.getReason()).contains("Read-only")) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Whether it could be moved there; if not, nothing was changed. */
    private static boolean replaces(Path whole, Path target, String text) throws IOException {
        try {
            if (!isPermittedLike(target, whole)) {
                return false;
            }
            Files.writeString(whole, text);
            return isMoved(whole, target);
        } finally {
            Files.deleteIfExists(whole);
        }
    }

    private static boolean isPermittedLike(Path target, Path whole) {
        PosixFileAttributeView wanted = Files.getFileAttributeView(target, PosixFileAttributeView.class);
        if (wanted == null || !Files.exists(target)) {
            return true;
        }
        try {
            PosixFileAttributes its = wanted.readAttributes();
            PosixFileAttributeView own = Files.getFileAttributeView(whole, PosixFileAttributeView.class);
            PosixFileAttributes now = own.readAttributes();
            if (!now.owner().equals(its.owner())) {
                own.setOwner(its.owner());
            }
            if (!now.group().equals(its.group())) {
                own.setGroup(its.group());
            }
            own.setPermissions(its.permissions());
            return true;
        } catch (IOException e) {
            // A target that is written in place keeps its own.
            return false;
        }
    }

    private static boolean isMoved(Path whole, Path target) {
        try {
            Files.move(whole, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return true;
        } catch (IOException e) {
            // So it is with a single file that is mounted.
            return false;
        }
    }
}
