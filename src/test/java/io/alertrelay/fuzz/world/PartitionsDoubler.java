package io.alertrelay.fuzz.world;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.alertrelay.testing.RelayClient;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/**
 * Somebody who doubles the partitions of webhooks while everything else goes on, as {@code relay journal partitions}
 * does it, and asks again a few times if not all relays followed, or the one that was asked is gone.
 */
final class PartitionsDoubler implements Callable<Void> {
    private static final long CLIENT_MILLIS = 180_000;
    private static final long AGAIN_MILLIS = 1_000;
    private static final int MOST_ATTEMPTS = 3;
    private static final int MOST_PARTITIONS = 48;
    /** Of whatever number there may be, for asking which it is. */
    private static final int MULTIPLE = 960;

    private final RelayClients clients;

    PartitionsDoubler(RelayClients clients) {
        this.clients = clients;
    }

    @Override
    public Void call() throws InterruptedException {
        for (int n = 0; n < MOST_ATTEMPTS && !raised(n); n++) {
            TimeUnit.MILLISECONDS.sleep(AGAIN_MILLIS);
        }
        return null;
    }

    /** Whether nothing remains to be done. */
    private boolean raised(int attempt) throws InterruptedException {
        Optional<RelayClient> relay = clients.any(attempt, CLIENT_MILLIS);
        if (relay.isEmpty()) {
            return false;
        }
        try {
            int now = relay.get()
                    .manage("partitions", order(MULTIPLE, false), 200)
                    .path("from")
                    .asInt();
            return 2 * now > MOST_PARTITIONS
                    || relay.get().manage("partitions", order(2 * now, true)).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    private static String order(int to, boolean execute) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("to", to)
                .put("execute", execute)
                .toString();
    }
}
