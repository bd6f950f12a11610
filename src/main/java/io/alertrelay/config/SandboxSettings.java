package io.alertrelay.config;

/**
 * The stand-in Flashduty, on loopback.
 *
 * @param port 0 for any free one
 */
public record SandboxSettings(int port) {}
