package io.alertrelay.replay;

import io.alertrelay.record.AlertRef;
import io.alertrelay.record.HeaderNames;
import io.alertrelay.record.StoredRecord;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Tells quickly of a record that it is about none of some alerts. Who looks for a few among millions need not read the
 * others in full. Immutable.
 */
final class AlertSieve {
    /** A receipt ends with its nonce, however the numbers before it are written. */
    private static final int NONCE = 16;

    private final Set<String> nonces;

    AlertSieve(Collection<AlertRef> alerts) {
        this.nonces = alerts.stream().map(alert -> alert.webhook().nonce()).collect(Collectors.toUnmodifiableSet());
    }

    /** Whether it may be about one of them, by the receipt of its webhook. */
    boolean keeps(StoredRecord record) {
        String receipt = record.header(HeaderNames.RECEIPT).orElse("").strip();
        return nonces.contains(receipt.substring(Math.max(0, receipt.length() - NONCE)));
    }
}
