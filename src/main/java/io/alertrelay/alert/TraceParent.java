package io.alertrelay.alert;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The trace that a webhook belongs to, as its sender or a proxy says in the header {@code traceparent} (W3C Trace
 * Context, version 00). Unless it makes spans of its own the relay passes the header on as it is, as the standard
 * allows.
 *
 * @param text the whole header
 */
public record TraceParent(String text) {
    private static final Pattern FORM = Pattern.compile("00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}");
    private static final int ID_FROM = 3;
    private static final int ID_TO = 35;

    /** Reads the header; empty if it is absent, or of another form: it is then as if there were none. */
    public static Optional<TraceParent> parse(String header) {
        return FORM.matcher(header).matches() ? Optional.of(new TraceParent(header)) : Optional.empty();
    }

    /** What names the trace: 32 hexadecimal digits. */
    public String traceId() {
        return text.substring(ID_FROM, ID_TO);
    }
}
