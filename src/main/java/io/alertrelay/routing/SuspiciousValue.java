package io.alertrelay.routing;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.Optional;

/** Finds values that are plain text or a wildcard but look as if something else had been meant. */
final class SuspiciousValue {
    private static final java.util.regex.Pattern LIKE_EXPRESSION = java.util.regex.Pattern.compile(
            "(?s)\\^.+|.+\\$|.*\\.[*+].*|.*\\([^()]*\\|[^()]*\\).*|.*\\\\[dDwWsSbB.].*|.*[^\\s|]\\|[^\\s|].*"
                    + "|.*\\[[^\\]]*[A-Za-z0-9]-[A-Za-z0-9][^\\]]*].*");
    private static final java.util.regex.Pattern LIKE_COMPARISON =
            java.util.regex.Pattern.compile("(>=|<=|>|<|gt:|ge:|lt:|le:)\\s*([-+]?[0-9.]+)");
    private static final java.util.regex.Pattern LIKE_VARIABLE =
            java.util.regex.Pattern.compile("(?s).*\\$\\{[^}]*}.*");
    private static final java.util.regex.Pattern LIKE_PREFIX =
            java.util.regex.Pattern.compile("(?i)\\s*(cidr|num)\\s*:.+");

    /** Nobody writes longer expressions, and looking for them takes time by the third power of the length. */
    private static final int LONGEST = 500;

    private SuspiciousValue() {}

    /** @param value not an expression, network or comparison */
    static Optional<RuleWarning> in(ValuePattern value, String path) {
        String text = value.text();
        boolean wildcard = value.matcher() instanceof WildcardMatcher;
        if (!wildcard && !(value.matcher() instanceof ExactMatcher)) {
            return Optional.empty();
        }
        java.util.regex.Matcher comparison = LIKE_COMPARISON.matcher(text.strip());
        if (!text.equals(text.strip())) {
            return warning(
                    path,
                    "it has a space at an end, which the alert's value must have too",
                    "write " + quoted(text.strip()));
        }
        if (LIKE_VARIABLE.matcher(text).matches()) {
            return warning(
                    path,
                    "nothing replaces ${...} in rules, which are taken literally",
                    "write the value itself" + orExactly(text, wildcard));
        }
        if (NetworkMatcher.isNetwork(text)) {
            return warning(
                    path,
                    plain(wildcard),
                    "for the addresses in that network write " + quoted(NetworkMatcher.PREFIX + text));
        }
        if (comparison.matches()) {
            return warning(
                    path,
                    plain(wildcard),
                    "for numbers write " + quoted("num:" + word(comparison.group(1)) + ":" + comparison.group(2)));
        }
        if (LIKE_PREFIX.matcher(text).matches()) {
            return warning(path, plain(wildcard), "cidr: and num: are written in small letters and without spaces");
        }
        if (text.length() <= LONGEST && LIKE_EXPRESSION.matcher(text).matches() && isExpression(text)) {
            return warning(
                    path,
                    plain(wildcard),
                    "for an expression write " + quoted("/" + text + "/") + orExactly(text, wildcard));
        }
        if (text.length() > 1 && slashes(text) == 1 && (text.startsWith("/") || text.endsWith("/"))) {
            String inner = text.replace("/", "");
            return warning(
                    path,
                    "it has a slash at one end only, so it is no expression",
                    "for an expression write " + quoted("/" + inner + "/") + orExactly(text, wildcard));
        }
        return Optional.empty();
    }

    private static String plain(boolean wildcard) {
        return wildcard
                ? "it is a wildcard, in which only * and ? have a meaning"
                : "it matches only this text, character by character";
    }

    /** How to write it without a warning; in single quotes, within which a backslash is one in YAML. */
    static String orExactly(String text, boolean wildcard) {
        return wildcard || text.contains("\\E")
                ? ""
                : ", for exactly this text '" + Excerpt.of("/^\\Q" + text.replace("'", "''") + "\\E$/", 100) + "'";
    }

    private static boolean isExpression(String text) {
        if (ExpressionSize.of(text).steps() > 1_000 || CaseFoldingCheck.isEndless(text)) {
            return false;
        }
        try {
            Pattern.compile(text);
            return true;
        } catch (PatternSyntaxException | StackOverflowError e) {
            return false;
        }
    }

    private static long slashes(String text) {
        return text.chars().filter(c -> c == '/').count();
    }

    private static String word(String sign) {
        return switch (sign) {
            case ">" -> "gt";
            case ">=" -> "ge";
            case "<" -> "lt";
            case "<=" -> "le";
            default -> sign.substring(0, 2);
        };
    }

    private static String quoted(String text) {
        return '"' + Excerpt.of(text, 100) + '"';
    }

    private static Optional<RuleWarning> warning(String path, String why, String advice) {
        return Optional.of(new RuleWarning(path, why, advice));
    }
}
