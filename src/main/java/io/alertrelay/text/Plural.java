package io.alertrelay.text;

/** A number with the noun that it counts. */
public final class Plural {
    private Plural() {}

    /**
     * Such as {@code 1 alert}, {@code 2,000 alerts} and {@code 2 recoveries}.
     *
     * @param one what is counted, in the singular, with a regular plural
     */
    public static String of(long number, String one) {
        return "%,d %s".formatted(number, number == 1 ? one : several(one));
    }

    private static String several(String one) {
        return one.endsWith("y") ? one.substring(0, one.length() - 1) + "ies" : one + "s";
    }
}
