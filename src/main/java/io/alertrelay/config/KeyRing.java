package io.alertrelay.config;

import io.alertrelay.text.Sha256;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which integration a key belongs to. Keys are kept hashed, so the time of a look-up does not depend on how much of a
 * key is right.
 */
public final class KeyRing {
    private final List<KnownKey> all;
    private final Map<String, KnownKey> byHash = new HashMap<>();
    private final int integrations;

    /** @param keys each a different one */
    public KeyRing(List<KnownKey> keys) {
        this.all = List.copyOf(keys);
        keys.forEach(key -> byHash.put(key.hash(), key));
        this.integrations =
                (int) all.stream().map(KnownKey::integration).distinct().count();
    }

    /** The ring of all keys of these integrations. */
    public static KeyRing from(List<IntegrationSettings> integrations) {
        return new KeyRing(integrations.stream()
                .flatMap(integration -> integration.keys().stream()
                        .map(key -> KnownKey.of(integration.name(), key.secret().reveal(), key.notAfter())))
                .toList());
    }

    /** The key's entry; the key may have expired. */
    public Optional<KnownKey> find(String key) {
        return Optional.ofNullable(byHash.get(Sha256.hex(key)));
    }

    /** The keys of an integration, in the order of the configuration. */
    public List<KnownKey> of(String integration) {
        return all.stream().filter(key -> key.integration().equals(integration)).toList();
    }

    /** How many integrations there are. */
    public int integrations() {
        return integrations;
    }
}
