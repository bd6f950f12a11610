package io.alertrelay.app;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.alertrelay.intake.Bound;
import io.alertrelay.management.HealthReport;
import java.util.function.Predicate;

/** Which bounds of the public port are reached now, as health shows it. */
record ReachedBounds(Predicate<Bound> reached) {
    /** Adds them, if there are any: the relay works as it should, and some of its senders may be refused. */
    HealthReport amend(HealthReport report) {
        for (Bound bound : Bound.values()) {
            if (reached.test(bound)) {
                ArrayNode all = report.details().withArray("bounds_reached");
                all.addObject().put("bound", bound.word()).put("means", bound.meaning());
            }
        }
        return report;
    }
}
