package io.alertrelay.sandbox;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The arguments of a fault by name, as text. */
record FaultArguments(Map<String, String> values) {
    FaultArguments {
        values = Map.copyOf(values);
    }

    Optional<String> text(String name) {
        return Optional.ofNullable(values.get(name));
    }

    /** A whole number. */
    int number(String name, int otherwise) {
        String value = values.get(name);
        if (value == null) {
            return otherwise;
        }
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    name + ": found " + FieldChecks.quoted(value) + ", expected a whole number", e);
        }
    }

    void expectOnly(Set<String> names) {
        values.keySet().stream()
                .filter(name -> !names.contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw new IllegalArgumentException("args: found " + FieldChecks.quoted(name) + ", expected "
                            + (names.isEmpty() ? "none" : "only " + String.join(", ", names)));
                });
    }
}
