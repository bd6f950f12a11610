package io.alertrelay.repair;

import java.util.List;

/**
 * What was discarded, or would be.
 *
 * @param done whether it was executed
 * @param discarded the names of the records
 */
record Discarded(boolean done, List<String> discarded) {
    /** The result for these records. */
    static Discarded of(boolean done, List<Named> chosen) {
        return new Discarded(done, chosen.stream().map(Named::name).toList());
    }
}
