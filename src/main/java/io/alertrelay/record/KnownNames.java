package io.alertrelay.record;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Names as they may occur in headers of records. Earlier versions wrote headers in the charset of their JVM, and they
 * are read as UTF-8: under {@code LC_ALL=C} 支付组 became {@code ???}. With the existing names such a text can be
 * resolved, unless it is ambiguous. Thread-safe.
 */
public final class KnownNames {
    /** The charsets that a locale or {@code -Dfile.encoding} gave a JVM; that of {@code LC_ALL=C} is the first. */
    private static final List<String> CHARSETS = List.of(
            "US-ASCII",
            "ISO-8859-1",
            "ISO-8859-5",
            "ISO-8859-6",
            "ISO-8859-9",
            "ISO-8859-15",
            "windows-1250",
            "windows-1251",
            "windows-1252",
            "windows-1254",
            "windows-1256",
            "KOI8-R",
            "GBK",
            "GB2312",
            "GB18030",
            "Big5",
            "Big5-HKSCS",
            "EUC-JP",
            "Shift_JIS",
            "windows-31j",
            "EUC-KR",
            "TIS-620");
    /** The replacement character for bytes that are not UTF-8. */
    private static final char NO_TEXT = '\uFFFD';

    private final Set<String> known;
    private volatile Optional<Map<String, Set<String>>> damaged = Optional.empty();

    /** The names that exist: what is damaged may be one of these. */
    public KnownNames(Collection<String> known) {
        this.known = Set.copyOf(known);
    }

    /**
     * The name that a header means.
     *
     * @param text as it was read
     * @return the text itself if it is a name, or looks like one that is not known; empty if it is damaged and
     *     ambiguous
     */
    public Optional<String> named(String text) {
        if (known.contains(text)) {
            return Optional.of(text);
        }
        Set<String> candidates = damaged().getOrDefault(text, Set.of());
        if (candidates.size() == 1) {
            return candidates.stream().findFirst();
        }
        boolean looksDamaged = !candidates.isEmpty() || text.indexOf('?') >= 0 || text.indexOf(NO_TEXT) >= 0;
        return looksDamaged ? Optional.empty() : Optional.of(text);
    }

    /** Whether it has exactly these names. */
    public boolean areThese(Collection<String> names) {
        return known.size() == names.size() && known.containsAll(names);
    }

    /** The names by their possible damaged forms. */
    private Map<String, Set<String>> damaged() {
        return damaged.orElseGet(() -> {
            Map<String, Set<String>> forms = new HashMap<>();
            for (String charset : CHARSETS) {
                if (Charset.isSupported(charset)) {
                    known.forEach(name -> forms.computeIfAbsent(
                                    new String(name.getBytes(Charset.forName(charset)), StandardCharsets.UTF_8),
                                    form -> new HashSet<>())
                            .add(name));
                }
            }
            damaged = Optional.of(forms);
            return forms;
        });
    }
}
