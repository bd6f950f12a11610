package io.alertrelay.delivery;

/** Where settlements are made durable. */
@FunctionalInterface
public interface SettlementLog {
    /**
     * Returns when Kafka has the settlement on all in-sync replicas.
     *
     * @throws SettlementLogException if it could not be stored; it may be tried again
     */
    void record(Settlement settlement) throws SettlementLogException;

    /** The settlement is not durable (yet); trying again is right. */
    final class SettlementLogException extends Exception {
        public SettlementLogException(Throwable cause) {
            super("the settlement could not be stored: " + cause.getMessage(), cause);
        }
    }
}
