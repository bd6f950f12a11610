package io.alertrelay.intake;

import io.alertrelay.config.KeyRing;
import io.alertrelay.config.KnownKey;
import io.vertx.core.http.HttpMethod;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Whose request it is, by its integration key: the parameter {@code integration_key}, or else the header {@code
 * X-Integration-Key}.
 */
final class KeyCheck {
    private static final Set<HttpMethod> WITHOUT_ALERTS = Set.of(HttpMethod.HEAD, HttpMethod.OPTIONS);

    private final Supplier<KeyRing> keys;
    private final KeyUses uses;

    /**
     * @param keys asked once for each request
     * @param uses is notified of each key that is used
     */
    KeyCheck(Supplier<KeyRing> keys, KeyUses uses) {
        this.keys = keys;
        this.uses = uses;
    }

    /**
     * Whether its key is a known one that has not expired: the caller then has its integration; otherwise it is 401.
     */
    boolean admits(Caller caller, RequestTarget target) {
        Optional<String> key = key(caller, target);
        if (key.isEmpty()) {
            caller.reject(
                    401,
                    "Unauthorized",
                    "no integration key; expected the parameter integration_key or the header X-Integration-Key");
            return false;
        }
        Optional<KnownKey> found = keys.get().find(key.get());
        if (found.isEmpty()) {
            caller.answer(IntakeReply.unknownKey(caller.nonce()));
            return false;
        }
        KnownKey known = found.get();
        if (uses.isExpired(known)) {
            caller.claims(known.integration());
            caller.reject(
                    401,
                    "Unauthorized",
                    "the integration key " + known.shortHash() + "… (by its hash) of " + known.integration()
                            + " has expired: not_after is " + known.notAfter().orElseThrow());
            return false;
        }
        uses.used(known);
        caller.knownAs(known.integration());
        return true;
    }

    /**
     * What is refused before its key is asked for is counted for the integration that it is meant for, since its alerts
     * may be lost: by GET too, which ARMS can be set to. Nobody sends alerts by HEAD or OPTIONS, but probes and
     * browsers use them.
     */
    void claim(Caller caller, RequestTarget target) {
        if (WITHOUT_ALERTS.contains(caller.request().method())) {
            return;
        }
        key(caller, target).flatMap(key -> keys.get().find(key)).ifPresent(known -> caller.claims(known.integration()));
    }

    private static Optional<String> key(Caller caller, RequestTarget target) {
        return target.key()
                .or(() ->
                        Optional.of(caller.header("X-Integration-Key").strip()).filter(key -> !key.isEmpty()));
    }
}
