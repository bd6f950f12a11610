package io.alertrelay.config;

import java.time.Duration;
import java.util.Optional;

/** Reads the sections of what listens: {@code server}, {@code management} and {@code sandbox}. */
final class ServersReader {
    private static final long MAX_BODY = 16L << 20;

    private final Ports ports;

    /** @param ports also of what else listens */
    ServersReader(Ports ports) {
        this.ports = ports;
    }

    ServerSettings server(Section server) {
        return new ServerSettings(
                host(server, "0.0.0.0"),
                ports.read(server, 8080),
                server.optional("max_body", "a size from 1KiB to 16MiB, such as 1MiB", Values.bytes(1 << 10, MAX_BODY))
                        .orElse(1 << 20),
                server.optional("max_in_flight", "a number from 1 to 100000", Values.integer(1, 100_000))
                        .orElse(1000),
                server.optional(
                                "ack_timeout",
                                Values.DURATION + ", from 100ms to 4s, because ARMS gives up after 5s",
                                Values.duration(Duration.ofMillis(100), Duration.ofSeconds(4)))
                        .orElse(Duration.ofSeconds(2)));
    }

    ManagementSettings management(Section management) {
        return new ManagementSettings(host(management, "127.0.0.1"), ports.read(management, 8081));
    }

    SandboxSettings sandbox(Section sandbox) {
        return new SandboxSettings(ports.read(sandbox, 8082));
    }

    private static String host(Section section, String otherwise) {
        return section.optional(
                        "host",
                        "a host name or an address",
                        text -> Optional.of(text.strip()).filter(t -> !t.isEmpty()))
                .orElse(otherwise);
    }
}
