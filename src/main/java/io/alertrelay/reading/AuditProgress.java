package io.alertrelay.reading;

/** Told how far an audit, or another look through the topics, is. */
@FunctionalInterface
public interface AuditProgress {
    /**
     * Some records of a topic were read.
     *
     * @param read of the topic so far
     * @param total that are to be read of it
     */
    void read(String topic, long read, long total);
}
