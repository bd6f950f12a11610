package io.alertrelay.routing;

/** How rules write a label: {@code labels.team}, or just {@code team} where only a label is possible. */
final class LabelKey {
    static final String PREFIX = "labels.";

    private LabelKey() {}

    static boolean is(String key) {
        return key.startsWith(PREFIX) && key.length() > PREFIX.length();
    }

    /** The label's own name: everything after the prefix, including further dots. */
    static String bare(String key) {
        return is(key) ? key.substring(PREFIX.length()) : key;
    }
}
