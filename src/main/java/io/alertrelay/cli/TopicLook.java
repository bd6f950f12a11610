package io.alertrelay.cli;

import io.alertrelay.app.AuditProgress;
import io.alertrelay.app.Ledger;
import io.alertrelay.app.StartException;
import io.alertrelay.config.RelayConfig;
import java.io.PrintWriter;
import picocli.CommandLine.Help.Ansi;

/** Opens the topics for a command that reads much of them, and shows on a terminal how far it is. */
final class TopicLook {
    private TopicLook() {}

    /** What is done with the topics. */
    @FunctionalInterface
    interface Question<T> {
        T ask(Ledger ledger, AuditProgress progress) throws StartException, InterruptedException;
    }

    static <T> T at(RelayConfig config, PrintWriter err, Question<T> question)
            throws StartException, InterruptedException {
        try (Ledger ledger = Ledger.open(config, err::println)) {
            if (!Ansi.AUTO.enabled()) {
                return question.ask(ledger, (topic, read, total) -> {});
            }
            AuditProgressLine line = new AuditProgressLine(err);
            try {
                return question.ask(ledger, line);
            } finally {
                line.clear();
            }
        }
    }
}
