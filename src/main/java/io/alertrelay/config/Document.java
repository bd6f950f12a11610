package io.alertrelay.config;

import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * A file in YAML 1.2 (a superset of JSON), as a tree with line numbers.
 *
 * @param name for messages
 * @param passedOver the variables and files of secrets that are not there, and were not needed
 */
record Document(String name, ConfigProblems problems, Set<String> passedOver) {
    Document(String name, ConfigProblems problems) {
        this(name, problems, new LinkedHashSet<>());
    }

    private static final Pattern WIDE_COLON = Pattern.compile("^[\\s-]*[A-Za-z_.]+\\s*：");
    private static final int LEAST_BUFFER = 1_024;
    /** By it YAML 1.1 took over the keys of another mapping; in YAML 1.2 it is a key like others. */
    static final String MERGE_KEY = "<<";

    /** Reads and parses a file; empty, with a mistake reported, if that is not possible. */
    Optional<Node> parse(Path file) {
        return parse(SourceText.read(file));
    }

    /** Parses a text; empty, with a mistake reported, if it is not YAML or has no content. */
    Optional<Node> parse(String text) {
        return parse(SourceText.inNoFile(text));
    }

    private Optional<Node> parse(SourceText source) {
        if (source instanceof SourceText.Readable readable) {
            return tree(readable.text());
        }
        SourceText.Unreadable none = (SourceText.Unreadable) source;
        problems.add(new ConfigProblem(
                name, none.line(), none.column(), "", none.found(), none.expected(), Optional.empty()));
        return Optional.empty();
    }

    private Optional<Node> tree(String text) {
        LoadSettings settings = LoadSettings.builder()
                .setLabel(name)
                .setMaxAliasesForCollections(YamlBounds.ALIASES)
                .setCodePointLimit(SourceText.MAX_BYTES)
                // Room for all of it: the parser (3.0.1) fails on a character of two chars that is at the end of its
                // buffer.
                .setBufferSize(Math.max(LEAST_BUFFER, text.length() + 2))
                .build();
        try {
            Optional<YamlBounds.Excess> excess = new YamlBounds().excess(new Parse(settings).parseString(text));
            if (excess.isPresent()) {
                problem(
                        excess.get().mark(),
                        "",
                        excess.get().found(),
                        excess.get().expected());
                return Optional.empty();
            }
            Optional<Node> root = new Compose(settings).composeString(text);
            if (root.isEmpty()) {
                problem(Optional.empty(), "", "an empty file", "a mapping");
            }
            return root;
        } catch (MarkedYamlEngineException e) {
            // The parser's message may quote the file, including a secret: the position is enough.
            if (e.getContextMark().isPresent() && isCutOff(e)) {
                problem(
                        e.getContextMark(),
                        "",
                        "the end of the file within what begins here: it is truncated",
                        "all of it");
            } else {
                problem(place(e), "", "no valid YAML here", "valid YAML" + hint(e, text));
            }
            return Optional.empty();
        } catch (YamlEngineException e) {
            problem(Optional.empty(), "", "no valid YAML", "valid YAML");
            return Optional.empty();
        }
    }

    void problem(Optional<Mark> at, String path, String found, String expected) {
        problem(at, path, found, expected, Optional.empty());
    }

    void problem(Optional<Mark> at, String path, String found, String expected, Optional<String> suggestion) {
        int line = at.map(m -> m.getLine() + 1).orElse(0);
        int column = at.map(m -> m.getColumn() + 1).orElse(0);
        problems.add(new ConfigProblem(name, line, column, path, found, expected, suggestion));
    }

    /** Reports a merge key: whoever wrote it counts on keys that are not there. */
    void mergeKey(Optional<Mark> at, String path) {
        problem(at, path, "a merge key", "the keys themselves: YAML 1.2 has no merge keys");
    }

    private static boolean isCutOff(MarkedYamlEngineException e) {
        String problem = String.valueOf(e.getProblem());
        return problem.contains("<stream end>") || problem.contains("end of stream");
    }

    private static String hint(MarkedYamlEngineException e, String text) {
        String problem = String.valueOf(e.getProblem());
        if (problem.contains("\\t")) {
            return ": a tab can't be used for indentation";
        }
        if (problem.startsWith("found unknown escape character") || problem.startsWith("expected escape sequence")) {
            return ": within double quotes a backslash is written twice; or use single quotes";
        }
        if (problem.startsWith("found undefined alias")
                || String.valueOf(e.getContext()).startsWith("while scanning an alias")) {
            return ": a string that begins with * must be in quotes";
        }
        if (problem.startsWith("but found another document")) {
            return ": one document in a file, without ---";
        }
        return hasWideColon(e, text) ? ": a full-width colon ： is no colon" : "";
    }

    /** After a key, in the line of the mistake or in the one before, which the parser takes to go on. */
    private static boolean hasWideColon(MarkedYamlEngineException e, String text) {
        int last = place(e).map(Mark::getLine).orElse(0);
        int first = Math.max(0, last - 1);
        return text.lines()
                .skip(first)
                .limit(last - first + 1L)
                .anyMatch(line -> WIDE_COLON.matcher(line).find());
    }

    /** Where to look: a key without a colon is noticed where the next text begins. */
    private static Optional<Mark> place(MarkedYamlEngineException e) {
        return String.valueOf(e.getProblem()).startsWith("could not find expected ':'")
                ? e.getContextMark().or(e::getProblemMark)
                : e.getProblemMark();
    }
}
