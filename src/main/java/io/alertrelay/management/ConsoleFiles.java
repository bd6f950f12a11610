package io.alertrelay.management;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * The files of the console, from the jar. Its pages share one shell, whose script loads the module in {@code pages/}
 * that the path names. They may run their own scripts and styles and call this port, and nothing else; in particular
 * they can't turn a text into markup.
 */
final class ConsoleFiles {
    static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self';"
                    + " base-uri 'none'; form-action 'none'; frame-ancestors 'none';"
                    + " require-trusted-types-for 'script'; trusted-types 'none'";

    private static final String FOLDER = "/console/";
    private static final List<String> PAGES = List.of("flow", "alerts", "channels", "rules", "repair");
    private static final List<String> OTHERS =
            List.of("causes.js", "console.css", "console.js", "first.js", "icon.svg", "lib.js", "story.js", "words.js");
    private final Map<String, ConsoleFile> files = new HashMap<>();

    ConsoleFiles() {
        ConsoleFile shell = load("shell.html");
        PAGES.forEach(page -> {
            files.put(page.equals("flow") ? "/" : "/" + page, shell);
            files.put(FOLDER + "pages/" + page + ".js", load("pages/" + page + ".js"));
        });
        OTHERS.forEach(name -> files.put(FOLDER + name, load(name)));
    }

    /** The file at the path, if it belongs to the console. */
    Optional<ConsoleFile> at(String path) {
        return Optional.ofNullable(files.get(path));
    }

    private static ConsoleFile load(String name) {
        try (InputStream in = ConsoleFiles.class.getResourceAsStream(FOLDER + name)) {
            byte[] bytes = Objects.requireNonNull(in, name).readAllBytes();
            CRC32C sum = new CRC32C();
            sum.update(bytes);
            return new ConsoleFile(
                    type(name),
                    new String(bytes, StandardCharsets.UTF_8),
                    '"' + HexFormat.of().toHexDigits(sum.getValue()) + '"');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String type(String name) {
        return switch (name.substring(name.lastIndexOf('.') + 1)) {
            case "html" -> "text/html; charset=utf-8";
            case "css" -> "text/css; charset=utf-8";
            case "js" -> "text/javascript; charset=utf-8";
            case "svg" -> "image/svg+xml";
            default -> throw new IllegalArgumentException(name);
        };
    }

    /**
     * One of them.
     *
     * @param type the value of Content-Type
     * @param tag the value of ETag, by which a browser recognizes its cached copy
     */
    record ConsoleFile(String type, String text, String tag) {}
}
