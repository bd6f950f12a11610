package io.alertrelay.config;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The files whose content is used in values of a configuration, each read once while that is loaded. For one thread.
 */
final class SecretFiles {
    private static final int MOST_BYTES = 64 << 10;

    private final Path folder;
    private final Consumer<Path> files;
    private final Map<String, FileText> read = new HashMap<>();

    /**
     * @param folder to which a relative name is relative
     * @param files is given each file, including unreadable ones
     */
    SecretFiles(Path folder, Consumer<Path> files) {
        this.folder = folder;
        this.files = files;
    }

    /**
     * The content of the file, without a byte order mark, as some editors write, and without a line break at its end.
     */
    FileText content(String name) {
        return read.computeIfAbsent(name, this::read);
    }

    private FileText read(String name) {
        try {
            Path file = folder.resolve(name);
            files.accept(file);
            if (!Files.exists(file)) {
                return FileText.wrong("is not there");
            }
            if (!Files.isRegularFile(file)) {
                return FileText.wrong("is no file");
            }
            if (Files.size(file) > MOST_BYTES) {
                return FileText.wrong("has more than 64 KiB");
            }
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
                    .toString();
            return new FileText(text.replaceFirst("\\A\uFEFF", "").replaceFirst("\r?\n\\z", ""), Optional.empty());
        } catch (CharacterCodingException e) {
            return FileText.wrong("is not UTF-8");
        } catch (AccessDeniedException e) {
            return FileText.wrong("may not be read by this user");
        } catch (InvalidPathException | IOException e) {
            return FileText.wrong("can't be read");
        }
    }

    /**
     * The content of a file.
     *
     * @param wrong why it could not be read; then there is no text
     */
    record FileText(String text, Optional<String> wrong) {
        private static FileText wrong(String why) {
            return new FileText("", Optional.of(why));
        }
    }
}
