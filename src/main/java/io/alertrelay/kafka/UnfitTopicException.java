package io.alertrelay.kafka;

import java.util.List;

/**
 * Existing topics have settings that would break a guarantee of the relay; the message lists each with what was
 * expected.
 */
public final class UnfitTopicException extends Exception {
    /** @param faults each begins with its topic */
    UnfitTopicException(List<String> faults) {
        super(String.join(System.lineSeparator(), faults));
    }
}
