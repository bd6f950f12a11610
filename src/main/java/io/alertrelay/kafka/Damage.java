package io.alertrelay.kafka;

/**
 * Something in the files of the embedded broker that was not as it was written.
 *
 * @param folder of the partition, such as {@code alert-relay.decisions-3}, or blank for all of them
 * @param what it was, and what was done about it, one line
 * @param lost how many records are lost by it, or may be; 0 if it is derived from others and made anew
 */
public record Damage(String folder, String what, long lost) {}
