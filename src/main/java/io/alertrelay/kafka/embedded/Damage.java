package io.alertrelay.kafka.embedded;

/**
 * A damage in the files of the embedded broker.
 *
 * @param folder of the partition, such as {@code alert-relay.decisions-3}, or blank for all of them
 * @param what the damage, and what was done about it, one line
 * @param lost how many records are or may be lost; 0 if it is derived data that is rebuilt
 */
public record Damage(String folder, String what, long lost) {}
