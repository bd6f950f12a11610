package io.alertrelay.config;

import io.alertrelay.alert.Severity;
import io.alertrelay.routing.Decision;
import io.alertrelay.routing.Facts;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * An example next to rules: an alert, and the channels to which it must go.
 *
 * @param tree its place
 * @param name its name; empty if it has none
 * @param severity the integration's default if empty
 * @param channels by name; their order does not matter
 */
record RuleExample(
        RuleTree tree,
        String name,
        Map<String, String> labels,
        Optional<Severity> severity,
        String title,
        String description,
        Set<String> channels) {

    /** Compares with the decision of an integration's rules; empty if it is as expected. */
    Optional<ConfigProblem> difference(IntegrationSettings integration) {
        Facts facts =
                new Facts(severity.orElse(integration.defaultSeverity()), title, description, integration.id(), labels);
        Decision decision = integration.rules().decide(facts);
        Set<String> found = new TreeSet<>(decision.channels());
        if (found.equals(channels)) {
            return Optional.empty();
        }
        String spot = name.isEmpty() ? tree.path() : tree.path() + " " + NodeText.quoted(name);
        return Optional.of(new ConfigProblem(
                tree.document().name(),
                tree.node().getStartMark().map(m -> m.getLine() + 1).orElse(0),
                tree.node().getStartMark().map(m -> m.getColumn() + 1).orElse(0),
                spot,
                String.join(", ", decision.channels()) + " by " + decision.why(),
                String.join(", ", channels) + " (" + difference(found) + ")",
                Optional.empty()));
    }

    private String difference(Set<String> found) {
        Set<String> missing = new TreeSet<>(channels);
        missing.removeAll(found);
        Set<String> besides = new TreeSet<>(found);
        besides.removeAll(channels);
        String one = missing.isEmpty() ? "" : "missing " + String.join(", ", missing);
        String other = besides.isEmpty() ? "" : "besides " + String.join(", ", besides);
        return one.isEmpty() || other.isEmpty() ? one + other : one + "; " + other;
    }
}
