package io.alertrelay.kafka;

/** The place of a written record in its topic. */
public record WrittenRecord(int partition, long offset) {}
