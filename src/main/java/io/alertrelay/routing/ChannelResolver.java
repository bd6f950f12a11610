package io.alertrelay.routing;

import io.alertrelay.record.ChannelReference;
import io.alertrelay.text.Suggestion;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Turns references to channels into the names of channels that exist. */
final class ChannelResolver {
    private static final int NAMES_LISTED = 5;

    private final ChannelDirectory directory;

    ChannelResolver(ChannelDirectory directory) {
        this.directory = directory;
    }

    Set<String> names() {
        return directory.names();
    }

    /** The names in the order of the references, each once. */
    List<String> resolve(List<ChannelReference> references, RulePlace place) {
        Set<String> names = new LinkedHashSet<>();
        for (int i = 0; i < references.size(); i++) {
            resolve(references.get(i), place.item(i)).ifPresent(names::add);
        }
        return List.copyOf(names);
    }

    private Optional<String> resolve(ChannelReference reference, RulePlace place) {
        return reference instanceof ChannelReference.ById byId
                ? byId(byId.id(), place)
                : byName(((ChannelReference.ByName) reference).name(), place);
    }

    private Optional<String> byId(long id, RulePlace place) {
        Optional<String> name = directory.nameOf(id);
        if (name.isEmpty()) {
            // A similar number is no suggestion: ids are assigned, not spelt.
            place.problem(Long.toString(id), "the id of a configured channel" + existing(), Optional.empty());
        }
        return name;
    }

    private Optional<String> byName(String name, RulePlace place) {
        if (!directory.exists(name)) {
            place.problem(
                    name, "the name of a configured channel" + existing(), Suggestion.nearest(name, directory.names()));
            return Optional.empty();
        }
        return Optional.of(name);
    }

    private String existing() {
        Set<String> names = new TreeSet<>(directory.names());
        String listed = names.stream().limit(NAMES_LISTED).collect(Collectors.joining(", "));
        if (names.isEmpty()) {
            return " (there are none)";
        }
        return " (there are " + listed + (names.size() > NAMES_LISTED ? ", …)" : ")");
    }
}
