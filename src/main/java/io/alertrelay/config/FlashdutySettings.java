package io.alertrelay.config;

/**
 * What holds for all channels.
 *
 * @param accountRate the most that this relay sends over all channels
 */
public record FlashdutySettings(Rate accountRate) {}
