package io.alertrelay.flashduty;

/** The secrets of a push URL's query, which an answer may repeat. */
@FunctionalInterface
public interface PushSecrets {
    /** The text without them. */
    String mask(String text);

    /** Whether the text has the integration key. */
    default boolean quotesKey(String text) {
        return false;
    }
}
