package io.alertrelay.replay;

/**
 * What of the range in a partition of webhooks is not in the plan, because routing has not passed it: it may still be
 * on its way, or routing stands still before it while webhooks behind are routed already.
 *
 * @param from the offset of the first
 * @param webhooks how many there are
 */
public record NotRouted(long from, long webhooks) {}
