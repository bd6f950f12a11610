package io.alertrelay.config;

import io.alertrelay.routing.ChannelDirectory;
import io.alertrelay.text.Suggestion;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The channels that rules can name. If none could be read, which is reported elsewhere, every name counts as existing,
 * so that the mistake is not repeated at every place that names a channel.
 */
final class KnownChannels implements ChannelDirectory {
    private final Set<String> names;
    private final Map<Long, String> byId;

    KnownChannels(Set<String> names, Map<Long, String> byId) {
        this.names = new TreeSet<>(names);
        this.byId = Map.copyOf(byId);
    }

    @Override
    public Optional<String> nameOf(long id) {
        return names.isEmpty() ? Optional.of(String.valueOf(id)) : Optional.ofNullable(byId.get(id));
    }

    @Override
    public boolean exists(String name) {
        return names.isEmpty() || names.contains(name);
    }

    /** Whether a key names one of them; if not, reports a mistake. */
    boolean isKnown(Section section, String key, String name) {
        boolean known = exists(name);
        if (!known) {
            section.problem(
                    key,
                    section.shown(key) + ", which is no channel",
                    "one of " + String.join(", ", names()),
                    section.isHidden(key) ? Optional.empty() : Suggestion.nearest(name, names()));
        }
        return known;
    }

    @Override
    public Set<String> names() {
        return Collections.unmodifiableSet(names);
    }
}
