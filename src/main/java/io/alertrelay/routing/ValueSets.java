package io.alertrelay.routing;

/**
 * Relations between two values of conditions, as sets of the texts that they match. True is certain; false may also
 * mean unknown.
 */
final class ValueSets {
    private ValueSets() {}

    /** Whether it matches every text there is. */
    static boolean isEverything(ValuePattern value) {
        return value.matcher() instanceof WildcardMatcher wildcard && wildcard.isEverything();
    }

    /** Whether the first matches everything that the second does. */
    static boolean covers(ValuePattern wide, ValuePattern narrow) {
        if (wide.text().equals(narrow.text()) || isEverything(wide)) {
            return true;
        }
        if (narrow.matcher() instanceof ExactMatcher exact) {
            return wide.matcher().matches(exact.text());
        }
        if (wide.matcher() instanceof WildcardMatcher w && narrow.matcher() instanceof WildcardMatcher n) {
            return w.covers(n);
        }
        if (wide.matcher() instanceof NumberMatcher w && narrow.matcher() instanceof NumberMatcher n) {
            return w.covers(n);
        }
        return wide.matcher() instanceof NetworkMatcher w
                && narrow.matcher() instanceof NetworkMatcher n
                && w.covers(n);
    }

    /** Whether no text matches both. */
    static boolean areApart(ValuePattern one, ValuePattern other) {
        if (one.matcher() instanceof ExactMatcher exact) {
            return !other.matcher().matches(exact.text());
        }
        if (other.matcher() instanceof ExactMatcher exact) {
            return !one.matcher().matches(exact.text());
        }
        if (one.matcher() instanceof WildcardMatcher a && other.matcher() instanceof WildcardMatcher b) {
            return a.isApartFrom(b);
        }
        if (one.matcher() instanceof NumberMatcher a && other.matcher() instanceof NumberMatcher b) {
            return a.isApartFrom(b);
        }
        if (one.matcher() instanceof NetworkMatcher a && other.matcher() instanceof NetworkMatcher b) {
            return a.isApartFrom(b);
        }
        // A decimal is never an address.
        return one.matcher() instanceof NumberMatcher && other.matcher() instanceof NetworkMatcher
                || one.matcher() instanceof NetworkMatcher && other.matcher() instanceof NumberMatcher;
    }
}
