package io.alertrelay.routing;

/**
 * The whole value matches a pattern in which {@code *} stands for any characters, including none and line breaks, and
 * {@code ?} for exactly one (one code point). They can't be escaped: a text that contains one is matched by an
 * expression. So {@code *} alone matches every value, including the empty one.
 */
final class WildcardMatcher implements ValueMatcher {
    private final String text;
    private final int[] pattern;

    WildcardMatcher(String text) {
        this.text = text;
        this.pattern = text.codePoints().toArray();
    }

    static boolean isWildcard(String text) {
        return text.indexOf('*') >= 0 || text.indexOf('?') >= 0;
    }

    /** Whether it matches every text there is. */
    boolean isEverything() {
        return text.chars().allMatch(c -> c == '*');
    }

    /**
     * Whether it matches everything that another one does. A {@code *} of this one covers anything in the other; a
     * {@code ?} must stand for exactly one character, so with one the answer is unknown.
     */
    boolean covers(WildcardMatcher other) {
        return text.equals(other.text) || text.indexOf('?') < 0 && matches(other.text);
    }

    /** Whether they begin or end differently, so that no text can match both. */
    boolean isApartFrom(WildcardMatcher other) {
        String start = text.substring(0, firstOpen(text));
        String otherStart = other.text.substring(0, firstOpen(other.text));
        String end = text.substring(lastOpen(text) + 1);
        String otherEnd = other.text.substring(lastOpen(other.text) + 1);
        return !start.startsWith(otherStart) && !otherStart.startsWith(start)
                || !end.endsWith(otherEnd) && !otherEnd.endsWith(end);
    }

    private static int firstOpen(String text) {
        int star = text.indexOf('*');
        int mark = text.indexOf('?');
        return star < 0 || mark >= 0 && mark < star ? mark : star;
    }

    private static int lastOpen(String text) {
        return Math.max(text.lastIndexOf('*'), text.lastIndexOf('?'));
    }

    /** Only the last {@code *} is ever retried, one character further: at worst value times pattern steps. */
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
