package io.alertrelay.repair;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alertrelay.record.Repairable;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The records that a command resolves.
 *
 * @param chosen all of them, in the order of the topic
 * @param shown the summaries of the newest
 * @param older how many of them are not among those
 * @param refusals why nothing can be resolved, one line each; empty if it can
 */
record Choice(List<Named> chosen, List<ObjectNode> shown, long older, List<String> refusals) {
    /** Those that have the named ids. */
    static Choice of(SelectedIds<?> choice) {
        return new Choice(
                choice.chosen().stream().map(Named::of).toList(),
                choice.chosen().stream().map(Repairable::summary).toList(),
                0,
                choice.refusals());
    }

    /** Those that a filter selects. */
    static Choice of(Selection selection) {
        return selection.isTooLarge()
                ? new Choice(
                        List.of(),
                        List.of(),
                        0,
                        List.of("more than " + Selection.MOST
                                + " are selected: take a shorter time (--from, --to), and do the rest after it"))
                : new Choice(
                        selection.all(),
                        selection.newest().summaries(),
                        selection.newest().older(),
                        List.of());
    }

    /** The names of all of them. */
    Set<String> names() {
        return chosen.stream().map(Named::name).collect(Collectors.toSet());
    }
}
