package io.alertrelay.cli;

import io.alertrelay.app.Ledger;
import io.alertrelay.app.StartException;
import io.alertrelay.config.KeptRuleSet;
import io.alertrelay.config.RelayConfig;
import java.io.PrintWriter;
import java.util.List;

/** The rule sets that were in use, as the commands ask for them. */
final class KeptRules {
    private final List<KeptRuleSet> all;

    private KeptRules(List<KeptRuleSet> all) {
        this.all = all;
    }

    /** @param err told of what takes long */
    static KeptRules read(RelayConfig config, PrintWriter err) throws StartException, InterruptedException {
        try (Ledger ledger = Ledger.open(config, err::println)) {
            return new KeptRules(List.copyOf(ledger.ruleSets()));
        }
    }

    List<KeptRuleSet> all() {
        return all;
    }

    /**
     * The one whose version begins so.
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

    /** There is not one version that begins so; the message says what there is. */
    static final class UnknownVersionException extends Exception {
        UnknownVersionException(String message) {
            super(message);
        }
    }
}
