package io.alertrelay.fuzz.check;

import java.util.List;

/** When all faults are healed, everything settles. */
final class Liveness implements Rule {
    @Override
    public String name() {
        return "liveness";
    }

    @Override
    public List<Violation> check(Evidence evidence) {
        return evidence.history().stuck().stream()
                .map(what -> new Violation(name(), "", what))
                .toList();
    }
}
