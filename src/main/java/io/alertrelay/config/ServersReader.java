package io.alertrelay.config;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * Reads the sections of listeners: {@code server}, {@code management} and {@code sandbox}.
 *
 * @param ports shared with the other listeners
 */
record ServersReader(Ports ports) {
    static final long MAX_BODY = 16L << 20;
    private static final Pattern NAME =
            Pattern.compile("[\\p{Alnum}_]([\\p{Alnum}_-]*[\\p{Alnum}_])?(\\.[\\p{Alnum}_-]+)*\\.?");
    private static final Duration LINGER = Duration.ofSeconds(2);
    private static final int MAX_CONNECTIONS = 100_000;

    ServerSettings server(Section server) {
        return new ServerSettings(
                host(server, "0.0.0.0"),
                ports.read(server, 8080),
                server.optional(
                                "max_body",
                                "a size from 1KiB to 16MiB, such as 1MiB",
                                ValueParsers.bytes(1 << 10, MAX_BODY))
                        .orElse(1 << 20),
                server.optional("max_in_flight", "a number from 1 to 100000", ValueParsers.integer(1, 100_000))
                        .orElse(1000),
                server.optional(
                                "ack_timeout",
                                ValueParsers.DURATION + ", from 100ms to 4s, because ARMS gives up after 5s",
                                ValueParsers.duration(Duration.ofMillis(100), Duration.ofSeconds(4)))
                        .orElse(Duration.ofSeconds(4)),
                timeout(server, "body_timeout"),
                server.optional(
                                "sender_patience",
                                ValueParsers.DURATION + ", from 1s to 10m",
                                ValueParsers.duration(Duration.ofSeconds(1), Duration.ofMinutes(10)))
                        .orElse(Duration.ofSeconds(5)),
                connections(server));
    }

    private static ConnectionLimits connections(Section server) {
        int max = server.optional(
                        "max_connections", "a number from 16 to 100000", ValueParsers.integer(16, MAX_CONNECTIONS))
                .orElse(2000);
        OptionalInt perAddress = server.optional(
                        "max_connections_per_address",
                        "a number from 1 to 100000",
                        ValueParsers.integer(1, MAX_CONNECTIONS))
                .map(OptionalInt::of)
                .orElse(OptionalInt.empty());
        Duration keepAlive = server.optional(
                        "keep_alive_timeout",
                        ValueParsers.DURATION + ", from 75s to 24h: longer than any sender or proxy keeps a connection",
                        ValueParsers.duration(Duration.ofSeconds(75), Duration.ofHours(24)))
                .orElse(Duration.ofMinutes(65));
        TrustedProxies proxies = new TrustedProxies(
                server.list("trusted_proxies", "an IP address or a network such as 10.0.0.0/8", AddressRange::parse));
        return new ConnectionLimits(max, perAddress, keepAlive, timeout(server, "header_timeout"), LINGER, proxies);
    }

    private static Duration timeout(Section server, String key) {
        return server.optional(
                        key,
                        ValueParsers.DURATION + ", from 1s to 60s",
                        ValueParsers.duration(Duration.ofSeconds(1), Duration.ofSeconds(60)))
                .orElse(Duration.ofSeconds(10));
    }

    ManagementSettings management(Section management) {
        return new ManagementSettings(
                host(management, "127.0.0.1"),
                ports.read(management, 8081),
                management.list("hosts", "a host name without a port, such as relay.example.com", ServersReader::name));
    }

    SandboxSettings sandbox(Section sandbox) {
        return new SandboxSettings(ports.read(sandbox, 8082));
    }

    private static Optional<String> name(String text) {
        return Optional.of(text.strip()).filter(name -> NAME.matcher(name).matches());
    }

    private static String host(Section section, String otherwise) {
        return section.optional(
                        "host",
                        "a host name or an address",
                        text -> Optional.of(text.strip()).filter(t -> !t.isEmpty()))
                .orElse(otherwise);
    }
}
