package io.alertrelay.reading;

/** Notified of the progress of an audit, or of another reading of the topics. */
@FunctionalInterface
public interface AuditProgress {
    /**
     * Some records of a topic were read.
     *
     * @param read of the topic so far
     * @param total number of records to read of it
     */
    void read(String topic, long read, long total);
}
