package io.alertrelay.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;

/** A file can't be read or written. Java's own messages are often a path and nothing else; this one says why. */
public final class FileException extends IOException {
    private FileException(String message, IOException cause) {
        super(message, cause);
    }

    /** That file can't be read. */
    public static FileException ofReading(Path file, IOException cause) {
        return new FileException(file + " can't be read: " + reason(cause, "file"), cause);
    }

    /** That file can't be written, or what is made for it in its folder. */
    public static FileException ofWriting(Path file, IOException cause) {
        return new FileException(file + " can't be written: " + reason(cause, "folder"), cause);
    }

    /** What is wrong with which file, of a failure anywhere else. */
    public static String message(FileSystemException failure) {
        return (failure.getFile() == null ? "" : failure.getFile() + ": ") + reason(failure, "file or folder");
    }

    /** @param missing what it is if it is missing */
    private static String reason(IOException failure, String missing) {
        if (failure instanceof NoSuchFileException) {
            return "there is no such " + missing;
        }
        if (failure instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (failure instanceof FileAlreadyExistsException) {
            return "it is there already";
        }
        if (failure instanceof NotDirectoryException) {
            return "it is no folder";
        }
        if (failure instanceof DirectoryNotEmptyException) {
            return "it is a folder that is not empty";
        }
        if (failure instanceof FileSystemLoopException) {
            return "its links lead in a circle";
        }
        String said = failure instanceof FileSystemException named ? named.getReason() : failure.getMessage();
        return said == null ? failure.getClass().getSimpleName() : said;
    }
}
