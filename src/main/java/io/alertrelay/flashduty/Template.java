package io.alertrelay.flashduty;

import io.alertrelay.alert.Alert;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A text with placeholders that are filled from an alert:
 *
 * <pre>
 *   {labels.pod_name}                        a label
 *   {annotations.message}                    an annotation
 *   {generatorURL}                           the page of what made the alert
 *   {externalURL}                            the sender's page about the alerts of the webhook
 *   {labels.team|labels.namespace|"none"}    the first of these that is present and not blank, else nothing
 *   {{ and }}                                the braces themselves
 * </pre>
 *
 * Values are inserted literally and never parsed as a template again. Immutable and thread-safe.
 */
public final class Template {

    /** A piece of a template. */
    sealed interface Part {

        String render(Alert alert);

        /** Literal text. */
        record Verbatim(String text) implements Part {
            @Override
            public String render(Alert alert) {
                return text;
            }
        }

        /** A placeholder, filled from the first source that has a value. */
        record Placeholder(List<Source> sources) implements Part {
            @Override
            public String render(Alert alert) {
                return sources.stream()
                        .map(source -> source.value(alert))
                        .flatMap(Optional::stream)
                        .filter(value -> !value.isBlank())
                        .findFirst()
                        .orElse("");
            }
        }
    }

    /** The source of a placeholder's value. */
    sealed interface Source {

        Optional<String> value(Alert alert);

        /** A label of the alert. */
        record Label(String name) implements Source {
            @Override
            public Optional<String> value(Alert alert) {
                return Optional.ofNullable(alert.labels().get(name));
            }
        }

        /** An annotation of the alert. */
        record Annotation(String name) implements Source {
            @Override
            public Optional<String> value(Alert alert) {
                return Optional.ofNullable(alert.annotations().get(name));
            }
        }

        /** The page of what made the alert. */
        record GeneratorUrl() implements Source {
            @Override
            public Optional<String> value(Alert alert) {
                return alert.links().generatorUrl();
            }
        }

        /** The sender's page about the alerts of the webhook. */
        record ExternalUrl() implements Source {
            @Override
            public Optional<String> value(Alert alert) {
                return alert.links().externalUrl();
            }
        }

        /** A fixed text. */
        record Constant(String text) implements Source {
            @Override
            public Optional<String> value(Alert alert) {
                return Optional.of(text);
            }
        }
    }

    private final String source;
    private final List<Part> parts;

    private Template(String source, List<Part> parts) {
        this.source = source;
        this.parts = List.copyOf(parts);
    }

    /**
     * Reads a template.
     *
     * @throws InvalidTemplateException if it breaks the rules above, with the position
     */
    public static Template parse(String source) throws InvalidTemplateException {
        return new Template(source, new TemplateParser(source).parse());
    }

    /** The text with its placeholders filled from the alert. */
    String render(Alert alert) {
        return parts.stream().map(part -> part.render(alert)).collect(Collectors.joining());
    }

    /** The names of the alert's labels that it is filled from. */
    public Set<String> labels() {
        return parts.stream()
                .filter(Part.Placeholder.class::isInstance)
                .flatMap(part -> ((Part.Placeholder) part).sources().stream())
                .filter(Source.Label.class::isInstance)
                .map(source -> ((Source.Label) source).name())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Whether the template itself, and not a value inserted into it, begins with {@code prefix}, in any case. */
    boolean beginsWith(String prefix) {
        return !parts.isEmpty()
                && parts.get(0) instanceof Part.Verbatim first
                && first.text().regionMatches(true, 0, prefix, 0, prefix.length());
    }

    /** The template as it was written. */
    @Override
    public String toString() {
        return source;
    }
}
