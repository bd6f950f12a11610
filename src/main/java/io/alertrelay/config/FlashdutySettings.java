package io.alertrelay.config;

/**
 * Settings for all channels.
 *
 * @param accountRate the maximum rate of all channels and all relays of the cluster together
 */
public record FlashdutySettings(Rate accountRate) {}
