package io.alertrelay.kafka;

/** Where a record that was written stands in its topic. */
public record WrittenRecord(int partition, long offset) {}
