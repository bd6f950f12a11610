package io.alertrelay.sandbox;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What of an answer never ends. */
public enum EndlessPart {
    /** A page, as a proxy in between may send one, as fast as it is read. */
    BODY("Content-Type: text/html\r\n\r\n<!doctype html><p>", "x".repeat(64 << 10), Duration.ofMillis(1)),
    /** A character now and then, so that no wait for the next one is long. */
    TRICKLE("Content-Type: application/json\r\n\r\n{\"request_id\":\"", "x", Duration.ofMillis(100)),
    /** Headers without an end, as fast as they are read. */
    HEADERS(
            "Content-Type: application/json\r\n",
            ("X-Padding: " + "x".repeat(1000) + "\r\n").repeat(60),
            Duration.ofMillis(1));

    private final String begin;
    private final String more;
    private final Duration pause;

    EndlessPart(String begin, String more, Duration pause) {
        this.begin = "HTTP/1.1 200 OK\r\n" + begin;
        this.more = more;
        this.pause = pause;
    }

    /**
     * The part with this name.
     *
     * @throws IllegalArgumentException if there is none; the message lists those that exist
     */
    static EndlessPart ofWord(String word) {
        return Arrays.stream(values())
                .filter(part -> part.word().equals(word))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("part: found " + FieldChecks.quoted(word) + ", expected one of "
                                + Arrays.stream(values()).map(EndlessPart::word).collect(Collectors.joining(", "))));
    }

    /** The bytes with which the answer begins. */
    byte[] begin() {
        return begin.getBytes(StandardCharsets.US_ASCII);
    }

    /** The bytes that follow again and again. */
    byte[] more() {
        return more.getBytes(StandardCharsets.US_ASCII);
    }

    /** Between any two of them. */
    Duration pause() {
        return pause;
    }

    private String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
