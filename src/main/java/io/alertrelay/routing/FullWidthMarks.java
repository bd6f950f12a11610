package io.alertrelay.routing;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Finds Chinese commas and quotes in values, where YAML's own were meant: an input method writes them, and YAML takes
 * them for letters.
 */
final class FullWidthMarks {
    private static final Pattern QUOTED = Pattern.compile("(?s)[“”‘’「『](.+)[“”‘’」』]");
    private static final Pattern COMMA = Pattern.compile("[，、]");
    /** Between words in Chinese such a comma is usual. */
    private static final Pattern ASCII_WORD = Pattern.compile("[!-~]*[A-Za-z0-9][!-~]*");

    private FullWidthMarks() {}

    static Optional<RuleWarning> in(ValuePattern value, String path) {
        String text = value.text();
        boolean exact = value.matcher() instanceof ExactMatcher;
        if (!exact && !(value.matcher() instanceof WildcardMatcher)) {
            return Optional.empty();
        }
        if (QUOTED.matcher(text).matches()) {
            return Optional.of(new RuleWarning(
                    path,
                    "its quotes are a part of it, because they are no ASCII quotes",
                    "write \" or no quotes" + SuspiciousValue.orExactly(text, !exact)));
        }
        List<String> parts =
                Arrays.stream(COMMA.split(text, -1)).map(String::strip).toList();
        if (!exact
                || parts.size() == 1
                || !parts.stream().allMatch(part -> ASCII_WORD.matcher(part).matches())) {
            return Optional.empty();
        }
        String list = parts.stream().map(part -> '"' + part + '"').collect(Collectors.joining(", "));
        return Optional.of(new RuleWarning(
                path,
                "it is one value, because its comma is no ASCII comma",
                "for several write " + Excerpt.of(list, 100) + SuspiciousValue.orExactly(text, false)));
    }
}
