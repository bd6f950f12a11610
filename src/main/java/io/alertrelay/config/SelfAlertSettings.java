package io.alertrelay.config;

import java.time.Duration;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Whom the relay tells what is wrong with it, and when.
 *
 * @param channel its name
 * @param name what the relay is called there; empty for the machine's name, or the prefix of its topics on a cluster
 * @param heldAfter for how long a channel has to be held
 * @param againAfter how long after an alert the same one may fire again; also how long nothing more has to happen of
 *     what happens now and then, for its alert to be over
 * @param heartbeat how often it says that it is there; empty for never
 * @param kinds what it tells
 */
public record SelfAlertSettings(
        String channel,
        Optional<String> name,
        Duration heldAfter,
        Duration againAfter,
        Optional<Duration> heartbeat,
        Set<TroubleKind> kinds) {
    public SelfAlertSettings {
        // In the order of their declaration: it is part of the version.
        kinds = Collections.unmodifiableSet(new TreeSet<>(kinds));
    }
}
