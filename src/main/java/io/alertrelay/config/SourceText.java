package io.alertrelay.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/** The result of reading a file of the configuration. */
sealed interface SourceText {
    int MAX_BYTES = 16 << 20;

    /** What a line begins with. */
    Pattern INDENTATION = Pattern.compile("^[ \\t]+", Pattern.MULTILINE);

    /** Text that a YAML parser can read. */
    record Readable(String text) implements SourceText {}

    /**
     * The file can't be read as text.
     *
     * @param line from 1; 0 if it concerns the file as a whole
     * @param column from 1, in characters
     */
    record Unreadable(int line, int column, String found, String expected) implements SourceText {}

    /** Reads a file as UTF-8. */
    static SourceText read(Path file) {
        if (Files.exists(file) && !Files.isRegularFile(file) && !file.startsWith("/dev")) {
            // Opening a named pipe would wait for a writer; only the pipe that a shell makes of <(…) has one.
            return new Unreadable(0, 0, Files.isDirectory(file) ? "a folder" : "no regular file", "a file");
        }
        try (InputStream in = Files.newInputStream(file)) {
            // The size that the file system states does not count: it may be a device, or grow.
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                return new Unreadable(0, 0, "more than 16 MiB", "a smaller file");
            }
            SourceText text = decode(ByteBuffer.wrap(bytes));
            // Not by the name alone: that of a pipe, or of rules that somebody saved from Flashduty, may be any.
            if (file.toString().endsWith(".json")) {
                return withoutTabs(text);
            }
            return isLikeJson(text) ? indentedBySpaces(text) : text;
        } catch (IOException e) {
            return new Unreadable(0, 0, "no file that can be read", "a file");
        }
    }

    /** The same of a text that is in no file, and JSON if it looks like it. */
    static SourceText inNoFile(String text) {
        SourceText read = of(text);
        return isLikeJson(read) ? withoutTabs(read) : read;
    }

    private static boolean isLikeJson(SourceText text) {
        return text instanceof Readable r
                && r.text().replace("\uFEFF", "").stripLeading().startsWith("{");
    }

    /** It may be YAML, too, in which a tab within quotes is part of a value. */
    private static SourceText indentedBySpaces(SourceText text) {
        return text instanceof Readable r
                ? new Readable(
                        INDENTATION.matcher(r.text()).replaceAll(m -> m.group().replace('\t', ' ')))
                : text;
    }

    /** JSON allows tabs between its values but not in them, and YAML, as which it is read, does not allow them. */
    private static SourceText withoutTabs(SourceText text) {
        return text instanceof Readable r ? new Readable(r.text().replace('\t', ' ')) : text;
    }

    /** Checks that all characters are allowed in YAML. */
    static SourceText of(String text) {
        OptionalInt control =
                text.codePoints().filter(c -> !StreamReader.isPrintable(c)).findFirst();
        if (control.isEmpty()) {
            return new Readable(text);
        }
        String character = String.format("U+%04X", control.getAsInt());
        return at(
                text.substring(0, text.indexOf(control.getAsInt())),
                "the character " + character + ", which is not printable",
                "printable text; within double quotes it can be written as an escape");
    }

    private static SourceText decode(ByteBuffer bytes) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        CharBuffer chars = CharBuffer.allocate(bytes.remaining());
        CoderResult result = decoder.decode(bytes, chars, true);
        String text = chars.flip().toString();
        return result.isError() ? at(text, "bytes that are not UTF-8", "a file in UTF-8") : of(text);
    }

    private static Unreadable at(String before, String found, String expected) {
        String[] lines = before.split("\r\n?|\n", -1);
        String last = lines[lines.length - 1];
        return new Unreadable(lines.length, last.codePointCount(0, last.length()) + 1, found, expected);
    }
}
