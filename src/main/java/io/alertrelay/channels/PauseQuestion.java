package io.alertrelay.channels;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alertrelay.api.InvalidQueryException;
import io.alertrelay.api.QuestionBody;
import io.alertrelay.config.ValueParsers;
import io.alertrelay.management.OperatorName;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * The body that a pause is asked for with.
 *
 * @param lasts after which it ends by itself; empty if it does not
 * @param reason in the operator's words; empty if none was given
 */
record PauseQuestion(Optional<Duration> lasts, String reason) {
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofDays(365);

    /** @throws InvalidQueryException if a field is unknown or wrong */
    static PauseQuestion of(ObjectNode body) throws InvalidQueryException {
        // A misspelt field must not make a pause that never ends.
        QuestionBody question = new QuestionBody(body, Set.of("for", "reason"));
        Optional<String> length = question.text("for");
        Optional<Duration> lasts = length.flatMap(ValueParsers.duration(SHORTEST, LONGEST));
        if (length.isPresent() && lasts.isEmpty()) {
            throw new InvalidQueryException(
                    "for", "found \"" + length.get() + "\", expected a time such as 30m, 2h or 7d, at most 365d");
        }
        String reason = question.text("reason").orElse("").strip();
        if (reason.length() > OperatorName.LONGEST) {
            throw new InvalidQueryException(
                    "reason", "found " + reason.length() + " characters, expected at most " + OperatorName.LONGEST);
        }
        return new PauseQuestion(lasts, reason);
    }
}
