package io.alertrelay.rulesets;

import io.alertrelay.config.RelayConfig;
import io.alertrelay.reading.Ledger;
import io.alertrelay.reading.StartException;
import io.alertrelay.record.KeptRuleSet;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.Collection;
import java.util.List;

/** The rule sets that were ever in use, read from their topic. */
public final class KeptRules {
    private final List<KeptRuleSet> all;

    private KeptRules(Collection<KeptRuleSet> all) {
        this.all = List.copyOf(all);
    }

    /**
     * Those of a relay with this configuration, whether it runs or not.
     *
     * @param err where progress is printed
     * @throws StartException if Kafka does not answer, or has no topics of such a relay
     */
    static KeptRules read(RelayConfig config, PrintWriter err) throws StartException, InterruptedException {
        try (Ledger ledger = Ledger.open(config, err::println)) {
            return of(ledger);
        }
    }

    /**
     * Likewise.
     *
     * @throws StartException if Kafka does not answer, or has no topics of such a relay
     */
    public static KeptRules of(Ledger ledger) throws StartException, InterruptedException {
        return ledger.asking(offsets ->
                new KeptRules(new RuleSetArchive(ledger.clients(), ledger.names(), Clock.systemUTC()).all()));
    }

    /** All of them, in the order in which they were first used. */
    public List<KeptRuleSet> all() {
        return all;
    }

    /**
     * The rule set whose version begins with this text.
     *
     * @throws UnknownVersionException if there is none, or several
     */
    KeptRuleSet find(String version) throws UnknownVersionException {
        List<KeptRuleSet> found = all.stream()
                .filter(kept -> !version.isEmpty() && kept.version().startsWith(version))
                .toList();
        if (found.size() == 1) {
            return found.get(0);
        }
        throw new UnknownVersionException(
                found.isEmpty()
                        ? "no rules of version " + version + " are kept; relay routes list has those that are"
                        : version + " is the beginning of several: "
                                + String.join(
                                        ", ",
                                        found.stream().map(KeptRuleSet::version).toList()));
    }

    /** No version, or more than one, begins with the text; the message lists the versions. */
    static final class UnknownVersionException extends Exception {
        UnknownVersionException(String message) {
            super(message);
        }
    }
}
