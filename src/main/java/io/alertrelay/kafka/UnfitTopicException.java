package io.alertrelay.kafka;

import java.util.List;

/** Topics exist whose settings would break a promise of the relay; the message lists each with what was expected. */
public final class UnfitTopicException extends Exception {
    UnfitTopicException(List<String> faults) {
        super(String.join(System.lineSeparator(), faults));
    }
}
