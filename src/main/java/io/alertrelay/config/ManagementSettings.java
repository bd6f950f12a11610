package io.alertrelay.config;

/**
 * The management port.
 *
 * @param port 0 for any free one
 */
public record ManagementSettings(String host, int port) {}
