package io.alertrelay.cli;

import io.alertrelay.app.AuditProgress;
import io.alertrelay.app.Ledger;
import io.alertrelay.app.Replays;
import io.alertrelay.app.StartException;
import io.alertrelay.config.RelayConfig;
import io.alertrelay.replay.ReplayException;
import java.io.PrintWriter;
import java.util.concurrent.ExecutionException;

/** Opens the topics for a command that reads much of them, and shows on a terminal how far it is. */
final class TopicLook {
    private TopicLook() {}

    /** What is done with the topics. */
    @FunctionalInterface
    interface Question<T, E extends Exception> {
        T ask(Ledger ledger, AuditProgress progress) throws E, StartException, InterruptedException;
    }

    /** What is done with replays. */
    @FunctionalInterface
    interface ReplayQuestion<T> {
        T ask(Replays replays, AuditProgress progress) throws ReplayException, ExecutionException, InterruptedException;
    }

    static <T> T replays(RelayConfig config, PrintWriter err, ReplayQuestion<T> question)
            throws StartException, ReplayException, InterruptedException {
        return at(config, err, (ledger, progress) -> ledger.replays(replays -> question.ask(replays, progress)));
    }

    static <T, E extends Exception> T at(RelayConfig config, PrintWriter err, Question<T, E> question)
            throws E, StartException, InterruptedException {
        try (Ledger ledger = Ledger.open(config, err::println)) {
            try (AuditProgressLine line = AuditProgressLine.on(err)) {
                return question.ask(ledger, line);
            }
        }
    }
}
