package io.alertrelay.routing;

/**
 * The whole value fits a pattern in which {@code *} stands for any characters, also none and also line breaks, and
 * {@code ?} for exactly one (one code point). There is no way to escape them: a text that holds one is matched by an
 * expression. So {@code *} alone matches every value, the empty one too.
 */
final class WildcardMatcher implements ValueMatcher {
    private final int[] pattern;

    WildcardMatcher(String text) {
        this.pattern = text.codePoints().toArray();
    }

    static boolean isWildcard(String text) {
        return text.indexOf('*') >= 0 || text.indexOf('?') >= 0;
    }

    /** Only the last {@code *} is ever tried again, one character further: at worst value times pattern steps. */
    @Override
    public boolean matches(String value) {
        int at = 0;
        int p = 0;
        int star = -1;
        int retry = 0;
        while (at < value.length()) {
            if (p < pattern.length && pattern[p] == '*') {
                if (p == pattern.length - 1) {
                    return true;
                }
                star = p++;
                retry = at;
            } else if (p < pattern.length && fits(pattern[p], value.codePointAt(at))) {
                at += Character.charCount(value.codePointAt(at));
                p++;
            } else if (star >= 0) {
                retry += Character.charCount(value.codePointAt(retry));
                at = retry;
                p = star + 1;
            } else {
                return false;
            }
        }
        while (p < pattern.length && pattern[p] == '*') {
            p++;
        }
        return p == pattern.length;
    }

    private static boolean fits(int wanted, int found) {
        return wanted == '?' || wanted == found;
    }
}
