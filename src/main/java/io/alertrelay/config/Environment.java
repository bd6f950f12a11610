package io.alertrelay.config;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Puts the values of environment variables into texts: {@code ${NAME}}, or {@code ${NAME:default}} for one that may be
 * absent. {@code $${} stands for {@code ${}. It is done on texts that are parsed already, so that no value can become YAML.
 */
final class Environment {
    private static final Pattern REFERENCE = Pattern.compile("\\$\\$\\{|\\$\\{([A-Za-z_][A-Za-z0-9_]*)(?::([^}]*))?}");

    private final Map<String, String> variables;

    Environment(Map<String, String> variables) {
        this.variables = Map.copyOf(variables);
    }

    /** The text with its references replaced. */
    Resolved resolve(String text) {
        Matcher reference = REFERENCE.matcher(text);
        StringBuilder resolved = new StringBuilder();
        boolean fromEnvironment = false;
        Optional<String> undefined = Optional.empty();
        while (reference.find()) {
            String name = reference.group(1);
            String value = "${";
            if (name != null) {
                fromEnvironment |= variables.containsKey(name);
                value = variables.getOrDefault(name, reference.group(2));
            }
            if (value == null) {
                undefined = Optional.of(name);
                value = "";
            }
            reference.appendReplacement(resolved, Matcher.quoteReplacement(value));
        }
        return new Resolved(reference.appendTail(resolved).toString(), fromEnvironment, undefined);
    }

    /**
     * A text after replacement.
     *
     * @param fromEnvironment whether some of it came from a variable, and so may be a secret
     * @param undefined a variable that is not there and has no default
     */
    record Resolved(String text, boolean fromEnvironment, Optional<String> undefined) {}
}
