package io.alertrelay.delivery;

import java.util.List;

/** Makes settlements durable. */
@FunctionalInterface
public interface SettlementLog {
    /**
     * Returns when Kafka has the settlements on all in-sync replicas.
     *
     * @param settlements at least one; of any channels
     * @return the offset in the topic of the receipts from which later settlements will be found
     * @throws SettlementLogException if they could not all be stored; the same objects may be tried again, all or one
     *     by one: what is stored of one is not stored again
     */
    long record(List<Settlement> settlements) throws SettlementLogException;

    /** The settlements are not durable (yet); may be retried. */
    final class SettlementLogException extends Exception {
        public SettlementLogException(Throwable cause) {
            super("the settlement could not be stored: " + cause.getMessage(), cause);
        }
    }
}
