package io.alertrelay.routing;

import io.alertrelay.record.RoutingMode;
import java.util.List;
import java.util.Set;

/** Where a case that matched sends the alert. */
sealed interface CaseTarget {

    /** The names of existing channels, each once; may be empty. */
    List<String> channels(Facts facts);

    /** The names of the channels that it may add. */
    Set<String> possible();

    void writeTo(CanonicalForm form);

    /** The channels that the case lists. */
    record Listed(List<String> names) implements CaseTarget {
        public Listed {
            names = List.copyOf(names);
        }

        @Override
        public List<String> channels(Facts facts) {
            return names;
        }

        @Override
        public Set<String> possible() {
            return Set.copyOf(names);
        }

        @Override
        public void writeTo(CanonicalForm form) {
            form.add(RoutingMode.STANDARD.word()).add(names);
        }
    }

    /**
     * The channel whose name is exactly the value of a label.
     *
     * @param label the label's bare name
     * @param existing the names that are channels
     */
    record Mapped(String label, Set<String> existing) implements CaseTarget {
        public Mapped {
            existing = Set.copyOf(existing);
        }

        @Override
        public List<String> channels(Facts facts) {
            String name = facts.labels().getOrDefault(label, "");
            return existing.contains(name) ? List.of(name) : List.of();
        }

        @Override
        public Set<String> possible() {
            return existing;
        }

        @Override
        public void writeTo(CanonicalForm form) {
            form.add(RoutingMode.NAME_MAPPING.word()).add(label);
        }
    }
}
