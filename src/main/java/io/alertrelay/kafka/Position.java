package io.alertrelay.kafka;

/**
 * An offset of a partition, with what is to be remembered along with it.
 *
 * @param note the metadata of its commit; blank if there is nothing to remember
 */
public record Position(long offset, String note) {}
