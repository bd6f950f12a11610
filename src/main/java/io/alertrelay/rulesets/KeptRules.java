package io.alertrelay.rulesets;

import io.alertrelay.config.RelayConfig;
import io.alertrelay.reading.Ledger;
import io.alertrelay.reading.StartException;
import io.alertrelay.record.KeptRuleSet;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The versions of rules that were ever in use, and the rules of those that are asked for, read from their topic. The
 * rules of all would not fit in memory.
 */
public final class KeptRules {
    private final Map<String, KeptVersion> versions = new LinkedHashMap<>();
    /** By the text that is asked for, those of the first version that begins with it. */
    private final Map<String, KeptRuleSet> rules = new HashMap<>();

    private KeptRules() {}

    /**
     * Those of a relay with this configuration, whether it runs or not.
     *
     * @param err where progress is printed
     * @param wanted what is then asked for
     * @throws StartException if Kafka does not answer, or has no topics of such a relay
     */
    static KeptRules read(RelayConfig config, PrintWriter err, String... wanted)
            throws StartException, InterruptedException {
        try (Ledger ledger = Ledger.open(config, err::println)) {
            return of(ledger, wanted);
        }
    }

    /**
     * Reads them from topics that are open.
     *
     * @param wanted what is then asked for
     * @throws StartException if Kafka does not answer, or has no topics of such a relay
     */
    public static KeptRules of(Ledger ledger, String... wanted) throws StartException, InterruptedException {
        return ledger.asking(
                offsets -> of(new RuleSetArchive(ledger.clients(), ledger.names(), Clock.systemUTC()), wanted));
    }

    /** Those of the archive. */
    static KeptRules of(RuleSetArchive archive, String... wanted) {
        KeptRules found = new KeptRules();
        archive.visit(record -> KeptRuleSet.of(record).ifPresent(kept -> found.add(kept, wanted)));
        return found;
    }

    private void add(KeptRuleSet kept, String... wanted) {
        // If two relays wrote the same, the first one counts.
        if (versions.putIfAbsent(kept.version(), KeptVersion.of(kept)) == null) {
            for (String text : wanted) {
                if (kept.version().startsWith(text)) {
                    rules.putIfAbsent(text, kept);
                }
            }
        }
    }

    /** The versions, in the order in which they were first used. */
    public List<KeptVersion> all() {
        return List.copyOf(versions.values());
    }

    /**
     * The rule set whose version begins with this text.
     *
     * @param version one of those that are asked for
     * @throws UnknownVersionException if there is none, or several
     */
    KeptRuleSet find(String version) throws UnknownVersionException {
        List<String> found = versions.keySet().stream()
                .filter(kept -> !version.isEmpty() && kept.startsWith(version))
                .toList();
        KeptRuleSet its = rules.get(version);
        if (found.size() == 1 && its != null) {
            return its;
        }
        throw new UnknownVersionException(
                found.isEmpty()
                        ? "no rules of version " + version + " are kept; relay routes list has those that are"
                        : version + " is the beginning of several: " + String.join(", ", found));
    }

    /** No version, or more than one, begins with the text; the message lists the versions. */
    static final class UnknownVersionException extends Exception {
        UnknownVersionException(String message) {
            super(message);
        }
    }
}
