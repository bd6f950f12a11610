package io.alertrelay.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alertrelay.management.Api;
import io.alertrelay.management.ApiAnswer;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/** Limits the number of concurrent questions that use the relay's memory; others are rejected at once. */
public final class QuestionLimit {
    private final Semaphore places;
    private final int most;
    private final String what;

    /** @param what is asked, for people, such as {@code plan of a replay} */
    public QuestionLimit(int most, String what) {
        this.places = new Semaphore(most);
        this.most = most;
        this.what = what;
    }

    /** The question, with the limit. */
    public Api.Question of(Api.Question question) {
        return (body, operator) -> answer(question, body, operator);
    }

    private ApiAnswer answer(Api.Question question, ObjectNode body, Optional<String> operator) {
        if (!places.tryAcquire()) {
            return ApiAnswer.error(
                    429, "TooManyQuestions", "at most " + most + " " + what + " at a time: ask again in a moment");
        }
        try {
            return question.answer(body, operator);
        } finally {
            places.release();
        }
    }
}
