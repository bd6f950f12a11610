package io.alertrelay.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An expression as a graph in which a character is only of a word ({@code [0-9A-Za-z_]}) or not. Every text that fits the
 * expression has a way from start to end; the reverse need not be true: counts are not kept, a class may be taken for
 * wider than it is, and where letters may be folded ({@code (?i)}) or lines may begin ({@code (?m)}) anything goes.
 */
final class ExpressionOutline {
    static final int NOTHING = 1;
    static final int WORD = 2;
    static final int OTHER = 4;
    static final int ANYTHING = NOTHING | WORD | OTHER;

    private static final int NONE = -1;
    private static final Pattern REPEAT = Pattern.compile("\\{([0-9]{1,4})(,[0-9]{0,4})?}");
    private static final Pattern GROUP = Pattern.compile("\\(\\?(P?<[A-Za-z0-9_]+>|[a-zA-Z-]*[:)])");
    private static final Pattern FOLDS = Pattern.compile("\\(\\?[a-zA-Z-]*i");
    private static final Pattern LINES = Pattern.compile("\\(\\?[a-zA-Z-]*m");
    private static final Pattern OF_WORD =
            Pattern.compile("([a-z]-[a-z]|[A-Z]-[A-Z]|[0-9]-[0-9]|[A-Za-z0-9_]|\\\\[dw])+");
    private static final Pattern ESCAPE =
            Pattern.compile("\\\\(?:[pP](?:\\{[^}]*}|.)|x(?:\\{[^}]*}|..)|.)", Pattern.DOTALL);

    enum Kind {
        CHARACTER,
        EITHER,
        BEGIN,
        END,
        BOUNDARY,
        NO_BOUNDARY
    }

    private record Part(int start, int end) {}

    /** The expression has something that is not understood here. */
    private static final class Unknown extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unknown() {
            super(null, null, false, false);
        }
    }

    private final String text;
    private final boolean folds;
    private final boolean lines;
    private final List<Kind> kinds = new ArrayList<>();
    private final List<Integer> arguments = new ArrayList<>();
    private final List<Integer> nexts = new ArrayList<>();
    private final Part whole;
    private int at;

    private ExpressionOutline(String text) {
        this.text = text;
        this.folds = FOLDS.matcher(text).find();
        this.lines = LINES.matcher(text).find();
        this.whole = alternatives();
        if (at < text.length()) {
            throw new Unknown();
        }
    }

    /** Empty if the expression can't be outlined. */
    static Optional<ExpressionOutline> of(String expression) {
        try {
            return Optional.of(new ExpressionOutline(expression));
        } catch (Unknown e) {
            return Optional.empty();
        }
    }

    int start() {
        return whole.start;
    }

    int end() {
        return whole.end;
    }

    Kind kind(int node) {
        return kinds.get(node);
    }

    /** Of a character what it may be, of a branch the other way. */
    int argument(int node) {
        return arguments.get(node);
    }

    int next(int node) {
        return nexts.get(node);
    }

    private int node(Kind kind, int argument) {
        kinds.add(kind);
        arguments.add(argument);
        nexts.add(NONE);
        return kinds.size() - 1;
    }

    private int joint() {
        return node(Kind.EITHER, NONE);
    }

    private void link(int from, int to) {
        nexts.set(from, to);
    }

    private Part alternatives() {
        Part first = sequence();
        while (at < text.length() && text.charAt(at) == '|') {
            at++;
            Part other = sequence();
            int start = node(Kind.EITHER, other.start);
            int end = joint();
            link(start, first.start);
            link(first.end, end);
            link(other.end, end);
            first = new Part(start, end);
        }
        return first;
    }

    private Part sequence() {
        int start = joint();
        int end = start;
        while (at < text.length() && text.charAt(at) != '|' && text.charAt(at) != ')') {
            Part next = repeated(single());
            link(end, next.start);
            end = next.end;
        }
        return new Part(start, end);
    }

    private Part repeated(Part one) {
        Part part = one;
        while (at < text.length()) {
            char c = text.charAt(at);
            Matcher counts = REPEAT.matcher(text).region(at, text.length());
            if (c == '*' || c == '+' || c == '?') {
                at++;
                part = loop(part, c != '+', c != '?');
            } else if (c == '{' && counts.lookingAt()) {
                at = counts.end();
                part = loop(part, Integer.parseInt(counts.group(1)) == 0, true);
            } else {
                return part;
            }
        }
        return part;
    }

    private Part loop(Part one, boolean maySkip, boolean mayRepeat) {
        int start = node(Kind.EITHER, NONE);
        int end = node(Kind.EITHER, mayRepeat ? one.start : NONE);
        int exit = joint();
        link(start, one.start);
        link(one.end, end);
        link(end, exit);
        arguments.set(start, maySkip ? exit : NONE);
        return new Part(start, exit);
    }

    private Part single() {
        char c = text.charAt(at);
        return switch (c) {
            case '(' -> group();
            case '[' -> charactersOf(classEnd());
            case '\\' -> escape();
            case '.' -> character(WORD | OTHER, at + 1);
            case '^' -> assertion(Kind.BEGIN, lines, 1);
            case '$' -> assertion(Kind.END, lines, 1);
            case '*', '+', '?' -> throw new Unknown();
            default -> {
                int literal = text.codePointAt(at);
                yield character(of(literal), at + Character.charCount(literal));
            }
        };
    }

    private Part group() {
        Matcher special = GROUP.matcher(text).region(at, text.length());
        if (special.lookingAt()) {
            at = special.end();
            if (special.group(1).endsWith(")")) {
                // RE2 takes a repetition after flags for one of what stands before them.
                if (at < text.length() && "*+?{".indexOf(text.charAt(at)) >= 0) {
                    throw new Unknown();
                }
                int nothing = joint();
                return new Part(nothing, nothing);
            }
        } else if (text.startsWith("(?", at)) {
            throw new Unknown();
        } else {
            at++;
        }
        Part inner = alternatives();
        if (at >= text.length()) {
            throw new Unknown();
        }
        at++;
        return inner;
    }

    private Part escape() {
        Matcher escape = ESCAPE.matcher(text).region(at, text.length());
        if (!escape.lookingAt()) {
            throw new Unknown();
        }
        char c = text.charAt(at + 1);
        return switch (c) {
            case 'b' -> assertion(Kind.BOUNDARY, false, 2);
            case 'B' -> assertion(Kind.NO_BOUNDARY, false, 2);
            case 'A' -> assertion(Kind.BEGIN, false, 2);
            case 'z' -> assertion(Kind.END, false, 2);
            case 'd', 'w' -> character(WORD, at + 2);
            case 's', 'W', 'n', 't', 'r', 'f', 'v', 'a' -> character(OTHER, at + 2);
            case 'S', 'D', 'p', 'P', 'x' -> character(WORD | OTHER, escape.end());
            default -> {
                if (Character.isLetterOrDigit(c) || c > 127) {
                    throw new Unknown();
                }
                yield character(of(c), at + 2);
            }
        };
    }

    private Part charactersOf(int end) {
        boolean ofWord =
                !folds && OF_WORD.matcher(text.substring(at + 1, end - 1)).matches();
        return character(ofWord ? WORD : WORD | OTHER, end);
    }

    /** A {@code ]} that comes first is a member; an escaped one and one in {@code [:alpha:]} end nothing. */
    private int classEnd() {
        int i = text.startsWith("[^", at) ? at + 2 : at + 1;
        i = text.startsWith("]", i) ? i + 1 : i;
        while (i < text.length() && text.charAt(i) != ']') {
            int named = text.startsWith("[:", i) ? text.indexOf(":]", i) : -1;
            i = named >= 0 ? named + 2 : text.charAt(i) == '\\' ? i + 2 : i + 1;
        }
        if (i >= text.length()) {
            throw new Unknown();
        }
        return i + 1;
    }

    private Part character(int may, int end) {
        at = end;
        int node = node(Kind.CHARACTER, may);
        return new Part(node, joined(node));
    }

    private Part assertion(Kind kind, boolean anywhere, int length) {
        at += length;
        int node = anywhere ? joint() : node(kind, NONE);
        return new Part(node, joined(node));
    }

    private int joined(int node) {
        int end = joint();
        link(node, end);
        return end;
    }

    private int of(int c) {
        if (folds && (Character.isLetter(c) || c > 127)) {
            return WORD | OTHER;
        }
        return c < 128 && (Character.isLetterOrDigit(c) || c == '_') ? WORD : OTHER;
    }
}
