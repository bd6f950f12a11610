package io.alertrelay.flashduty;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A text with placeholders that are filled from an alert:
 *
 * <pre>
 *   {labels.pod_name}                        a label
 *   {annotations.message}                    an annotation
 *   {labels.team|labels.namespace|"none"}    the first of these that is present and not blank, else nothing
 *   {{ and }}                                the braces themselves
 * </pre>
 *
 * Values are inserted literally and never parsed as a template again. Immutable and thread-safe.
 */
public final class Template {

    /** A piece of a template. */
    sealed interface Part {

        String render(Map<String, String> labels, Map<String, String> annotations);

        /** Literal text. */
        record Verbatim(String text) implements Part {
            @Override
            public String render(Map<String, String> labels, Map<String, String> annotations) {
                return text;
            }
        }

        /** A placeholder, filled from the first source that has a value. */
        record Placeholder(List<Source> sources) implements Part {
            @Override
            public String render(Map<String, String> labels, Map<String, String> annotations) {
                return sources.stream()
                        .map(source -> source.value(labels, annotations))
                        .flatMap(Optional::stream)
                        .filter(value -> !value.isBlank())
                        .findFirst()
                        .orElse("");
            }
        }
    }

    /** The source of a placeholder's value. */
    sealed interface Source {

        Optional<String> value(Map<String, String> labels, Map<String, String> annotations);

        /** A label of the alert. */
        record Label(String name) implements Source {
            @Override
            public Optional<String> value(Map<String, String> labels, Map<String, String> annotations) {
                return Optional.ofNullable(labels.get(name));
            }
        }

        /** An annotation of the alert. */
        record Annotation(String name) implements Source {
            @Override
            public Optional<String> value(Map<String, String> labels, Map<String, String> annotations) {
                return Optional.ofNullable(annotations.get(name));
            }
        }

        /** A fixed text. */
        record Constant(String text) implements Source {
            @Override
            public Optional<String> value(Map<String, String> labels, Map<String, String> annotations) {
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

    /** The text with its placeholders filled from these labels and annotations. */
    String render(Map<String, String> labels, Map<String, String> annotations) {
        return parts.stream().map(part -> part.render(labels, annotations)).collect(Collectors.joining());
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
