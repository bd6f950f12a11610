package io.alertrelay.kafka;

/**
 * An offset of a partition with its metadata.
 *
 * @param note the metadata of its commit; blank if there is none
 */
public record Position(long offset, String note) {}
