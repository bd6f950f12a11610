package io.alertrelay.config;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Reads the ports that the relay listens on, and reports duplicates. */
final class Ports {
    private final Map<Integer, Section> taken = new HashMap<>();

    /** The key {@code port} of a section; 0 stands for any free one, so it is never a duplicate. */
    int read(Section section, int otherwise) {
        Optional<Integer> written = section.optional("port", "a port from 0 to 65535", ValueParsers.integer(0, 65535));
        int port = written.orElse(otherwise);
        if (port != 0 && (written.isPresent() || !section.has("port"))) {
            Optional.ofNullable(taken.putIfAbsent(port, section)).ifPresent(first -> same(first, section));
        }
        return port;
    }

    private static void same(Section first, Section second) {
        // A conflict between a default and a written port is reported at the written one.
        Section wrong = second.has("port") ? second : first;
        Section other = wrong == second ? first : second;
        wrong.problem(
                "port",
                wrong.shown("port"),
                "another one: " + other.at("port") + " is the same" + (other.has("port") ? "" : ", by default"));
    }
}
