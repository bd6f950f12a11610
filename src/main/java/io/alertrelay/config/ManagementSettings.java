package io.alertrelay.config;

import java.util.List;

/**
 * The management port.
 *
 * @param port 0 for any free one
 * @param hosts names of this machine that are accepted in requests, in addition to {@code host}, {@code localhost} and
 *     addresses
 */
public record ManagementSettings(String host, int port, List<String> hosts) {
    public ManagementSettings {
        hosts = List.copyOf(hosts);
    }
}
