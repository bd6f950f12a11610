package io.alertrelay.api;

import io.alertrelay.management.Api;
import io.alertrelay.management.ApiAnswer;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.function.Supplier;

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
        return (body, operator) -> ask(() -> question.answer(body, operator), refusal -> refusal);
    }

    /**
     * What the work answers, if it is not one too many.
     *
     * @param refused makes an answer of the refusal
     */
    public <T> T ask(Supplier<T> work, Function<ApiAnswer, T> refused) {
        if (!places.tryAcquire()) {
            return refused.apply(ApiAnswer.error(
                    429, "TooManyQuestions", "at most " + most + " " + what + " at a time: ask again in a moment"));
        }
        try {
            return work.get();
        } finally {
            places.release();
        }
    }
}
