package io.alertrelay.config;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Reads the sections of what listens: {@code server}, {@code management} and {@code sandbox}. */
final class ServersReader {
    private static final long MAX_BODY = 16L << 20;
    private static final String PORT = "a port from 0 to 65535";

    private final Map<Integer, String> ports = new HashMap<>();

    ServerSettings server(Section server) {
        return new ServerSettings(
                host(server, "0.0.0.0"),
                port(server, 8080),
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
        return new ManagementSettings(host(management, "127.0.0.1"), port(management, 8081));
    }

    SandboxSettings sandbox(Section sandbox) {
        return new SandboxSettings(port(sandbox, 8082));
    }

    /** Notes that the embedded broker has a port too. */
    void kafka(Section kafka, KafkaSettings settings) {
        if (settings.brokers() instanceof Brokers.Embedded embedded) {
            taken(kafka, embedded.port());
        }
    }

    private static String host(Section section, String otherwise) {
        return section.optional(
                        "host",
                        "a host name or an address",
                        text -> Optional.of(text.strip()).filter(t -> !t.isEmpty()))
                .orElse(otherwise);
    }

    private int port(Section section, int otherwise) {
        int port = section.optional("port", PORT, Values.integer(0, 65535)).orElse(otherwise);
        taken(section, port);
        return port;
    }

    private void taken(Section section, int port) {
        String other = port == 0 ? null : ports.putIfAbsent(port, section.at("port"));
        if (other != null) {
            section.problem("port", String.valueOf(port), "another one: " + other + " is the same");
        }
    }
}
