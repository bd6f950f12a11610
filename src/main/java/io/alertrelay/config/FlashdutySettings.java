package io.alertrelay.config;

/**
 * What holds for all channels.
 *
 * @param accountRate the most that is sent over all channels, by all relays of the cluster together
 */
public record FlashdutySettings(Rate accountRate) {}
