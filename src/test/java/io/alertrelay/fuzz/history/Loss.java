package io.alertrelay.fuzz.history;

/**
 * The topic of a channel was deleted.
 *
 * @param from epoch milliseconds, when what stood in it was read for the last time
 * @param to when it was gone
 */
public record Loss(String channel, long from, long to) {}
