package io.alertrelay.fuzz.history;

/**
 * A record of the topic of webhooks.
 *
 * @param at epoch milliseconds
 * @param receipt made from position and nonce, as the sender was told it
 */
public record SeenWebhook(int partition, long offset, long at, String receipt, String integration, String body) {}
