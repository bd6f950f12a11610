package io.alertrelay.app;

import io.alertrelay.config.RelayConfig;
import io.alertrelay.config.SecretMask;
import io.alertrelay.reading.ClusterReach;
import io.alertrelay.text.OneLine;

/** Says why a relay can't start: what failed mostly only names a part of it, and one of its causes the reason. */
final class StartFailure {
    private StartFailure() {}

    /** In one line, without secrets of the configuration. */
    static String message(Throwable failure, RelayConfig config) {
        return OneLine.of("the relay can't start: " + SecretMask.ofAll(config).mask(ClusterReach.reasons(failure)));
    }
}
