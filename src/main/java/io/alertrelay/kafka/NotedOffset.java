package io.alertrelay.kafka;

/**
 * How far the group of a topic is in a partition, as it commits it. No place of a record: all before it are settled.
 *
 * @param note of the group itself, committed with it; without the topic's id, and blank if there is none
 */
public record NotedOffset(long offset, String note) {}
