package io.alertrelay.cli;

import java.io.IOException;

/** Something answers, but not as asked: the message says what, for people. */
public final class UnexpectedAnswerException extends IOException {
    UnexpectedAnswerException(String message) {
        super(message);
    }
}
