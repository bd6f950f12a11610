package io.alertrelay.kafka;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Existing topics have settings that would break a guarantee of the relay; the message lists each with what was
 * expected.
 */
public final class UnfitTopicException extends Exception {
    private final transient List<TopicMistake> mistakes;

    UnfitTopicException(List<TopicMistake> mistakes) {
        super(mistakes.stream().map(TopicMistake::sentence).collect(Collectors.joining(System.lineSeparator())));
        this.mistakes = List.copyOf(mistakes);
    }

    List<TopicMistake> mistakes() {
        return mistakes;
    }
}
