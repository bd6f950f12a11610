package io.alertrelay.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Replaces references in texts: environment variables as {@code ${NAME}}, or {@code ${NAME:default}} for one that may
 * be absent, or {@code ${NAME:-default}} for one that may also be empty, as in a shell; and the content of files as
 * {@code ${file:/run/secrets/x}}. {@code $${} stands for {@code ${}. Applied after parsing, so that no value can become
 * YAML; replacements are not replaced again, and a default has no references.
 */
final class Environment {
    private static final Pattern REFERENCE = Pattern.compile("\\$\\$\\{|\\$\\{(?<body>[^}]*)(?<end>}?)");
    /** The character in a value for bytes that are invalid in the encoding by which the JVM read them. */
    private static final char UNREADABLE = '\uFFFD';

    private static final Pattern BODY = Pattern.compile(
            "(?<name>[A-Za-z_][A-Za-z0-9_]*)(?<form>:(?<shell>[-?+=])?(?<default>.*))?", Pattern.DOTALL);
    /** What a shell does at a missing variable: the default in place of an empty one, too. */
    private static final String OR_EMPTY = "-";

    private static final String BEGIN = "${";
    private static final String FILE = "file:";

    private final Map<String, String> variables;
    private final SecretFiles files;
    private final Optional<Consumer<String>> usesPlaceholders;

    Environment(Map<String, String> variables, SecretFiles files) {
        this(variables, files, Optional.empty());
    }

    /**
     * @param usesPlaceholders given the name of each variable and file of a missing secret, which is replaced by a
     *     placeholder; empty if none is
     */
    Environment(Map<String, String> variables, SecretFiles files, Optional<Consumer<String>> usesPlaceholders) {
        this.variables = Map.copyOf(variables);
        this.files = files;
        this.usesPlaceholders = usesPlaceholders;
    }

    /**
     * The placeholder of a secret of which a part is missing; empty if there must be none.
     *
     * @param path of its key: no other key has the same
     * @param parser that must accept it
     */
    <T> Optional<T> placeholder(String text, String path, Function<String, Optional<T>> parser) {
        Resolved resolved = resolve(text);
        if (usesPlaceholders.isEmpty() || resolved.usable() || !resolved.isWellFormed()) {
            return Optional.empty();
        }
        String own = "not-set-" + path.replaceAll("[^A-Za-z0-9]", "-");
        resolved.absent().forEach(usesPlaceholders.get());
        return Stream.of(own, "https://not-set.invalid/" + own)
                .map(parser)
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** The text with its references replaced. */
    Resolved resolve(String text) {
        Matcher reference = REFERENCE.matcher(text);
        StringBuilder resolved = new StringBuilder();
        boolean fromEnvironment = false;
        boolean malformed = false;
        List<String> foreign = new ArrayList<>();
        List<String> undefined = new ArrayList<>();
        List<String> unreadable = new ArrayList<>();
        List<String> unreadableFiles = new ArrayList<>();
        while (reference.find()) {
            String value = "";
            if (reference.group("body") == null) {
                value = BEGIN;
            } else {
                Matcher body = BODY.matcher(reference.group("body"));
                if (reference.group("end").isEmpty()) {
                    malformed = true;
                } else if (reference.group("body").startsWith(FILE)) {
                    String name = reference.group("body").substring(FILE.length());
                    SecretFiles.FileText content = files.content(name);
                    content.wrong().ifPresent(why -> unreadableFiles.add(name + ", which " + why));
                    value = content.text();
                    fromEnvironment = true;
                } else if (!body.matches() || reference.group("body").contains(BEGIN)) {
                    malformed = true;
                } else if (body.group("shell") != null && !OR_EMPTY.equals(body.group("shell"))) {
                    foreign.add(body.group("name") + ":" + body.group("shell"));
                } else if (isPresent(body)) {
                    value = variables.getOrDefault(body.group("name"), "");
                    if (value.indexOf(UNREADABLE) >= 0) {
                        unreadable.add(body.group("name"));
                    }
                    fromEnvironment = true;
                } else if (body.group("form") != null) {
                    value = body.group("default");
                } else {
                    undefined.add(body.group("name"));
                }
            }
            reference.appendReplacement(resolved, Matcher.quoteReplacement(value));
        }
        return new Resolved(
                reference.appendTail(resolved).toString(),
                fromEnvironment,
                undefined,
                unreadable,
                unreadableFiles,
                foreign,
                malformed);
    }

    private boolean isPresent(Matcher body) {
        String name = body.group("name");
        return variables.containsKey(name)
                && !(OR_EMPTY.equals(body.group("shell"))
                        && variables.getOrDefault(name, "").isEmpty());
    }

    /**
     * A text after replacement.
     *
     * @param fromEnvironment whether a part of it comes from a variable or a file, and so may be a secret
     * @param undefined the missing variables without a default
     * @param unreadable the variables whose values the JVM could not read as text
     * @param unreadableFiles the files that could not be read, and why
     * @param foreign the beginnings of references in other forms of the shell: {@code NAME:?}
     * @param malformed whether it has a {@code ${} that does not begin a reference
     */
    record Resolved(
            String text,
            boolean fromEnvironment,
            List<String> undefined,
            List<String> unreadable,
            List<String> unreadableFiles,
            List<String> foreign,
            boolean malformed) {
        Resolved {
            undefined = List.copyOf(undefined);
            unreadable = List.copyOf(unreadable);
            unreadableFiles = List.copyOf(unreadableFiles);
            foreign = List.copyOf(foreign);
        }

        /** The variables and files by which it can't be used, for people. */
        List<String> absent() {
            return Stream.of(undefined.stream(), unreadable.stream(), unreadableFiles.stream())
                    .flatMap(names -> names)
                    .toList();
        }

        boolean usable() {
            return undefined.isEmpty() && unreadable.isEmpty() && unreadableFiles.isEmpty() && isWellFormed();
        }

        boolean isWellFormed() {
            return foreign.isEmpty() && !malformed;
        }
    }
}
