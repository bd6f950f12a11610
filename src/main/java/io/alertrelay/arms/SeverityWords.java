package io.alertrelay.arms;

import io.alertrelay.alert.Severity;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The severity that an alert's labels state. Which labels are looked at, and what their words mean, depends on who
 * posted it; words in any case, white space around them tolerated.
 *
 * <ul>
 *   <li>ARMS: {@code severity}, of the alert or else of its group, then {@code _aliyun_arms_alert_level}; by the table
 *       of the ARMS webhook contract, levels {@code P1} to {@code P4} and words.
 *   <li>Prometheus: {@code severity}, {@code priority}, {@code level}, each of the alert or else of its group; by the
 *       table of Flashduty's own Prometheus integration.
 * </ul>
 *
 * The first label that is present decides, even if its word is not in the table. Words defined by the integration take
 * precedence over the table, for either sender.
 */
public final class SeverityWords {

    static final String LABEL = "severity";
    private static final String ARMS_LEVEL = "_aliyun_arms_alert_level";
    private static final List<String> PROMETHEUS_LABELS = List.of(LABEL, "priority", "level");

    /** The labels of a group that may state the severity of its alerts. */
    static final Set<String> LABELS = Set.copyOf(PROMETHEUS_LABELS);

    // ARMS' "page" is its lowest level, the reverse of the Prometheus habit.
    private static final Map<String, StatedSeverity> ARMS = table(Map.of(
            StatedSeverity.CRITICAL, "p1 critical",
            StatedSeverity.WARNING, "p2 error p3 warning warn",
            StatedSeverity.INFO, "p4 page info"));

    // Flashduty documents all of these but "page".
    private static final Map<String, StatedSeverity> PROMETHEUS = table(Map.of(
            StatedSeverity.CRITICAL, "critical page",
            StatedSeverity.WARNING, "warning warn",
            StatedSeverity.INFO, "info acknowledged unknown unk",
            StatedSeverity.OK, "ok"));

    private final Severity otherwise;
    private final Map<String, StatedSeverity> own;

    private static Map<String, StatedSeverity> table(Map<StatedSeverity, String> words) {
        Map<String, StatedSeverity> table = new HashMap<>();
        words.forEach((severity, listed) -> Stream.of(listed.split(" ")).forEach(word -> table.put(word, severity)));
        return Map.copyOf(table);
    }

    /**
     * @param otherwise the severity of an alert whose labels state none that is known
     * @param own the words that the integration defines, in any case
     */
    public SeverityWords(Severity otherwise, Map<String, StatedSeverity> own) {
        this.otherwise = otherwise;
        Map<String, StatedSeverity> words = new HashMap<>();
        own.forEach((word, meaning) -> words.put(plain(word), meaning));
        this.own = Map.copyOf(words);
    }

    /** The contract's words only. */
    public static SeverityWords standard(Severity otherwise) {
        return new SeverityWords(otherwise, Map.of());
    }

    /** A word normalized for comparison: trimmed, in lower case. */
    public static String plain(String word) {
        return word.strip().toLowerCase(Locale.ROOT);
    }

    /** The severity of an alert with these labels. */
    Severity severity(Sender sender, Map<String, String> labels, Map<String, String> commonLabels) {
        return severity(read(sender, labels, commonLabels));
    }

    /** The severity of an alert whose labels state that. */
    Severity severity(Optional<StatedSeverity> stated) {
        return stated.map(StatedSeverity::severity).orElse(otherwise);
    }

    /** The stated severity; empty if no label states a known word. */
    Optional<StatedSeverity> read(Sender sender, Map<String, String> labels, Map<String, String> commonLabels) {
        Map<String, StatedSeverity> table = sender == Sender.PROMETHEUS ? PROMETHEUS : ARMS;
        String word = stated(sender, labels, commonLabels);
        return Optional.ofNullable(own.get(word)).or(() -> Optional.ofNullable(table.get(word)));
    }

    /** The first word that there is, plain; empty if there is none. */
    private static String stated(Sender sender, Map<String, String> labels, Map<String, String> commonLabels) {
        for (String name : sender == Sender.PROMETHEUS ? PROMETHEUS_LABELS : List.of(LABEL)) {
            String word = plain(labels.getOrDefault(name, ""));
            if (word.isEmpty()) {
                word = plain(commonLabels.getOrDefault(name, ""));
            }
            if (!word.isEmpty()) {
                return word;
            }
        }
        return sender == Sender.PROMETHEUS ? "" : plain(labels.getOrDefault(ARMS_LEVEL, ""));
    }
}
