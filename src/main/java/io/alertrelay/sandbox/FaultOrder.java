package io.alertrelay.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * An order to break a channel: {@code {"key":…,"kind":…,"args":{…},"times":…}}, or {@code KEY=KIND[:ARG]} on a command
 * line.
 *
 * @param integrationKey whose requests are to fail
 * @param times for how many requests; empty: until it is healed
 */
record FaultOrder(String integrationKey, FaultKind kind, Fault fault, Optional<Integer> times) {
    private static final Set<String> FIELDS = Set.of("key", "kind", "args", "times");
    private static final int MAX_TIMES = 100_000;

    /**
     * Reads the JSON form.
     *
     * @throws IllegalArgumentException if it is wrong; the message names the field
     */
    static FaultOrder read(JsonNode root) {
        if (!root.isObject()) {
            throw new IllegalArgumentException("the body: found " + FieldChecks.kind(root) + ", expected an object");
        }
        root.properties().stream()
                .map(Map.Entry::getKey)
                .filter(name -> !FIELDS.contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw new IllegalArgumentException(
                            "found the field " + FieldChecks.quoted(name) + ", expected only key, kind, args, times");
                });
        FaultKind kind = FaultKind.ofWord(text(root, "kind"));
        return new FaultOrder(text(root, "key"), kind, kind.make(arguments(root.path("args"))), times(root));
    }

    /**
     * Reads the form of the command line. The message of an error repeats nothing of the key.
     *
     * @throws IllegalArgumentException if it is wrong
     */
    static FaultOrder parse(String order) {
        int equals = order.indexOf('=');
        if (equals < 1) {
            throw new IllegalArgumentException("expected KEY=KIND or KEY=KIND:ARG");
        }
        String[] words = order.substring(equals + 1).split(":", 2);
        FaultKind kind = FaultKind.ofWord(words[0]);
        Map<String, String> arguments = words.length == 1
                ? Map.of()
                : Map.of(
                        kind.mainArgument()
                                .orElseThrow(() ->
                                        new IllegalArgumentException(kind.word() + " takes no argument, found one")),
                        words[1]);
        return new FaultOrder(
                order.substring(0, equals), kind, kind.make(new FaultArguments(arguments)), Optional.empty());
    }

    void applyTo(Faults faults) {
        FaultPlan plan = faults.of(integrationKey);
        times.ifPresentOrElse(n -> plan.next(Collections.nCopies(n, fault)), () -> plan.always(fault));
    }

    private static String text(JsonNode root, String name) {
        FieldChecks.requiredText(name, root.path(name)).ifPresent(problem -> {
            throw new IllegalArgumentException(problem);
        });
        return root.path(name).textValue();
    }

    private static FaultArguments arguments(JsonNode args) {
        if (!args.isObject() && !FieldChecks.absent(args)) {
            throw new IllegalArgumentException("args: found " + FieldChecks.kind(args) + ", expected an object");
        }
        Map<String, String> values = new HashMap<>();
        args.properties()
                .forEach(entry -> values.put(entry.getKey(), entry.getValue().asText()));
        return new FaultArguments(values);
    }

    private static Optional<Integer> times(JsonNode root) {
        JsonNode times = root.path("times");
        if (FieldChecks.absent(times)) {
            return Optional.empty();
        }
        if (!times.canConvertToInt()
                || !times.isIntegralNumber()
                || times.intValue() < 1
                || times.intValue() > MAX_TIMES) {
            throw new IllegalArgumentException("times: found " + Text.cut(times.toString(), 64)
                    + ", expected a whole number from 1 to " + MAX_TIMES);
        }
        return Optional.of(times.intValue());
    }

    /** With the key masked. */
    @Override
    public String toString() {
        return "FaultOrder[key=" + Text.masked(integrationKey) + ", " + fault + ", times="
                + times.map(String::valueOf).orElse("always") + "]";
    }
}
