package io.alertrelay.api;

import io.alertrelay.config.InvalidConfigException;
import io.alertrelay.management.ApiAnswer;
import io.alertrelay.reading.Ledger;
import io.alertrelay.reading.StartException;
import java.util.concurrent.atomic.AtomicReference;

/** Answers questions from the ledger of the running relay, once it has Kafka; answers why if that is not possible. */
public final class LedgerAccess {
    private final AtomicReference<Ledger> ledger = new AtomicReference<>();

    /** Enables answers. */
    public void open(Ledger open) {
        ledger.set(open);
    }

    /** The answer from the ledger; while the relay starts, or what is asked for is wrong or can't be read, an error. */
    public ApiAnswer answer(Work work) {
        Ledger open = ledger.get();
        if (open == null) {
            return ApiAnswer.error(503, "Starting", "the relay is starting");
        }
        try {
            return work.on(open);
        } catch (InvalidQueryException e) {
            return ApiAnswer.error(400, "InvalidParameter", e.parameter() + ": " + e.getMessage());
        } catch (InvalidConfigException e) {
            ApiAnswer answer = ApiAnswer.error(422, "InvalidRules", "the rules have mistakes");
            e.problems()
                    .forEach(problem ->
                            answer.body().withArray("/error/problems").add(problem.toString()));
            return answer;
        } catch (StartException e) {
            return ApiAnswer.error(503, "KafkaAway", String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ApiAnswer.error(503, "Stopping", "the relay is stopping");
        }
    }

    /** Reads the answer. */
    @FunctionalInterface
    public interface Work {
        ApiAnswer on(Ledger ledger)
                throws InvalidQueryException, InvalidConfigException, StartException, InterruptedException;
    }
}
