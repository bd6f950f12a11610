package io.alertrelay.fuzz.check;

import java.util.List;

/** What is stored, queued and received was posted, and is byte for byte what was queued. */
final class NothingInvented implements Rule {
    @Override
    public String name() {
        return "nothing-invented";
    }

    @Override
    public List<Violation> check(Evidence evidence) {
        return evidence.strangers();
    }
}
