package io.alertrelay.routing;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Finds Chinese commas and quotes in values, where YAML's own were meant: an input method writes them, and YAML takes
 * them for letters. In texts for people they are usual.
 */
final class FullWidthMarks {
    private static final Pattern QUOTED = Pattern.compile("(?s)[“”‘’「『](.+)[“”‘’」』]");
    private static final Pattern COMMA = Pattern.compile("[，、]");
    private static final Pattern ASCII = Pattern.compile("\\p{ASCII}*");
    private static final Pattern FOR_PEOPLE =
            Pattern.compile(".*(name|title|summary|message|desc|content|rule|reason|text).*", Pattern.CASE_INSENSITIVE);

    private FullWidthMarks() {}

    static Optional<RuleWarning> in(FactKey key, ValuePattern value, String path) {
        boolean exact = value.matcher() instanceof ExactMatcher;
        if (!exact && !(value.matcher() instanceof WildcardMatcher)) {
            return Optional.empty();
        }
        if (QUOTED.matcher(value.text()).matches()) {
            return Optional.of(new RuleWarning(
                    path, "its quotes are a part of it, because they are no ASCII quotes", "write \" or no quotes"));
        }
        List<String> parts =
                Arrays.stream(COMMA.split(value.text(), -1)).map(String::strip).toList();
        boolean forPeople = FOR_PEOPLE.matcher(key.word()).matches();
        boolean several = parts.size() > 1 && parts.stream().allMatch(FullWidthMarks::isWord);
        if (!several
                || forPeople
                        && !(exact
                                && parts.stream().allMatch(p -> ASCII.matcher(p).matches()))) {
            return Optional.empty();
        }
        String list = parts.stream().map(part -> '"' + part + '"').collect(Collectors.joining(", "));
        return Optional.of(new RuleWarning(
                path,
                "it is one value, because its comma is no ASCII comma",
                "for several write " + Excerpt.of(list, 100)));
    }

    private static boolean isWord(String part) {
        return part.codePoints().anyMatch(Character::isLetterOrDigit);
    }
}
