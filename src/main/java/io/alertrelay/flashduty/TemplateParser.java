package io.alertrelay.flashduty;

import io.alertrelay.flashduty.Template.Part;
import io.alertrelay.flashduty.Template.Source;
import java.util.ArrayList;
import java.util.List;

/** Reads one template, from left to right. */
final class TemplateParser {

    private static final String EXPECTED =
            "expected labels.<name>, annotations.<name>, generatorURL, externalURL or \"text\"";
    private static final String LABELS = "labels.";
    private static final String ANNOTATIONS = "annotations.";
    private static final String GENERATOR_URL = "generatorURL";
    private static final String EXTERNAL_URL = "externalURL";

    private final String source;
    private final List<Part> parts = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();
    private int at;

    TemplateParser(String source) {
        this.source = source;
    }

    List<Part> parse() throws InvalidTemplateException {
        while (at < source.length()) {
            char next = source.charAt(at);
            if (source.startsWith("{{", at) || source.startsWith("}}", at)) {
                text.append(next);
                at += 2;
            } else if (next == '{') {
                endText();
                parts.add(place());
            } else if (next == '}') {
                throw invalid(at, "a lone }; write }} for the brace itself");
            } else {
                text.append(next);
                at++;
            }
        }
        endText();
        return parts;
    }

    private void endText() {
        if (!text.isEmpty()) {
            parts.add(new Part.Verbatim(text.toString()));
            text.setLength(0);
        }
    }

    private Part place() throws InvalidTemplateException {
        int start = at;
        List<Source> sources = new ArrayList<>();
        do {
            at++;
            sources.add(source(start));
        } while (source.charAt(at) == '|');
        at++;
        return new Part.Placeholder(List.copyOf(sources));
    }

    private Source source(int placeStart) throws InvalidTemplateException {
        skipSpaces();
        Source read = at < source.length() && source.charAt(at) == '"' ? constant() : named(placeStart);
        skipSpaces();
        if (at == source.length()) {
            throw invalid(placeStart, "a { that is never closed; write {{ for the brace itself");
        }
        if (source.charAt(at) != '|' && source.charAt(at) != '}') {
            throw invalid(at, "expected | or }, found " + source.charAt(at));
        }
        return read;
    }

    private Source constant() throws InvalidTemplateException {
        int end = source.indexOf('"', at + 1);
        if (end < 0) {
            throw invalid(at, "a \" that is never closed");
        }
        String constant = source.substring(at + 1, end);
        at = end + 1;
        return new Source.Constant(constant);
    }

    private Source named(int placeStart) throws InvalidTemplateException {
        int start = at;
        while (at < source.length() && "|{}\"".indexOf(source.charAt(at)) < 0 && !isSpace(source.charAt(at))) {
            at++;
        }
        String name = source.substring(start, at);
        if (name.startsWith(LABELS) && name.length() > LABELS.length()) {
            return new Source.Label(name.substring(LABELS.length()));
        }
        if (name.startsWith(ANNOTATIONS) && name.length() > ANNOTATIONS.length()) {
            return new Source.Annotation(name.substring(ANNOTATIONS.length()));
        }
        if (name.equals(GENERATOR_URL)) {
            return new Source.GeneratorUrl();
        }
        if (name.equals(EXTERNAL_URL)) {
            return new Source.ExternalUrl();
        }
        if (at == source.length() && name.isEmpty()) {
            throw invalid(placeStart, "a { that is never closed; write {{ for the brace itself");
        }
        throw invalid(start, EXPECTED + ", found " + (name.isEmpty() ? "nothing" : name));
    }

    private void skipSpaces() {
        while (at < source.length() && isSpace(source.charAt(at))) {
            at++;
        }
    }

    private static boolean isSpace(char c) {
        return Character.isWhitespace(c);
    }

    private static InvalidTemplateException invalid(int index, String message) {
        return new InvalidTemplateException(index + 1, message);
    }
}
