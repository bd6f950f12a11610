package io.alertrelay.sandbox;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Who may push, and how much. By default everybody, and without limit. */
final class Account {
    private final Map<String, RateLimit> limits = new ConcurrentHashMap<>();
    private volatile Optional<RateLimit> accountLimit = Optional.empty();
    private volatile Optional<Set<String>> allowedKeys = Optional.empty();

    void allow(Set<String> keys) {
        allowedKeys = Optional.of(Set.copyOf(keys));
    }

    void limit(String integrationKey, int perMinute) {
        limits.put(integrationKey, new RateLimit(perMinute));
    }

    void limit(int perMinute) {
        accountLimit = Optional.of(new RateLimit(perMinute));
    }

    void unlimited() {
        limits.clear();
        accountLimit = Optional.empty();
    }

    /** The refusal of a push for reasons that are not in its body, if there is one. */
    Optional<SandboxAnswer> refuse(ReceivedPush push, String requestId) {
        if (push.integrationKey().isEmpty()) {
            return Optional.of(Refusals.noKey(requestId));
        }
        if (allowedKeys.isPresent() && !allowedKeys.get().contains(push.integrationKey())) {
            return Optional.of(Refusals.unknownKey(requestId));
        }
        boolean withinLimits = Optional.ofNullable(limits.get(push.integrationKey()))
                        .map(limit -> limit.admits(push.receivedAt()))
                        .orElse(true)
                && accountLimit.map(limit -> limit.admits(push.receivedAt())).orElse(true);
        return withinLimits ? Optional.empty() : Optional.of(Refusals.tooFrequent(requestId));
    }
}
