package io.alertrelay.pipeline;

import io.alertrelay.record.OpenAlert;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Open alerts by their key, those of each integration in the order of their last firing. Equal values are shared: an
 * open alert then takes less than 300 bytes. For one thread; only the count may be read by others.
 */
final class OpenAlertTable {
    private static final int SHARED = 2_000;

    private final Map<String, LinkedHashMap<String, OpenAlert>> integrations = new HashMap<>();
    private final Map<Object, Object> shared = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Object, Object> eldest) {
            return size() > SHARED;
        }
    };
    private volatile int size;

    /** The alert, or null if it is not open. */
    @Nullable
    OpenAlert get(String key) {
        LinkedHashMap<String, OpenAlert> ofIntegration = integrations.get(integration(key));
        return ofIntegration == null ? null : ofIntegration.get(key);
    }

    /** The alert fired. */
    void put(String key, OpenAlert alert) {
        LinkedHashMap<String, OpenAlert> ofIntegration =
                integrations.computeIfAbsent(share(integration(key)), i -> new LinkedHashMap<>());
        // Moves it to the end of the order.
        size += ofIntegration.remove(key) == null ? 1 : 0;
        ofIntegration.put(key, compact(alert));
    }

    void remove(String key) {
        LinkedHashMap<String, OpenAlert> ofIntegration = integrations.get(integration(key));
        if (ofIntegration != null && ofIntegration.remove(key) != null) {
            if (ofIntegration.isEmpty()) {
                integrations.remove(integration(key));
            }
            size--;
        }
    }

    /** Passes on all of them, those of an integration in the order of their last firing. */
    void forEach(BiConsumer<String, OpenAlert> each) {
        integrations.values().forEach(ofIntegration -> ofIntegration.forEach(each));
    }

    /** How many there are. */
    int size() {
        return size;
    }

    /** The keys of those that were not seen since then, no more than that many. */
    List<String> notSeenSince(Instant time, int most) {
        return integrations.values().stream()
                .flatMap(ofIntegration -> ofIntegration.entrySet().stream())
                .filter(e -> e.getValue().seenAt().isBefore(time))
                .map(Map.Entry::getKey)
                .limit(most)
                .sorted()
                .toList();
    }

    /** The alert with the oldest last firing of the integration that has most; empty if none is open. */
    Optional<String> longestAgoOfMost() {
        return integrations.values().stream()
                .max(Comparator.comparingInt(Map::size))
                .map(ofIntegration -> ofIntegration.keySet().iterator().next());
    }

    private OpenAlert compact(OpenAlert alert) {
        return new OpenAlert(
                share(alert.channels()),
                alert.severity(),
                share(alert.rules()),
                share(alert.why()),
                share(alert.openedAt()),
                share(alert.seenAt()));
    }

    @SuppressWarnings("unchecked")
    private <T> T share(T value) {
        return (T) shared.computeIfAbsent(value, v -> v);
    }

    /** A key begins with the name of its integration. */
    private static String integration(String key) {
        int end = key.indexOf(':');
        return end < 0 ? "" : key.substring(0, end);
    }
}
