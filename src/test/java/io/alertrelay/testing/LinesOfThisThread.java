package io.alertrelay.testing;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;

/** Keeps what the thread that made it logs: a logger is everybody's, and what an earlier test began may still speak. */
public final class LinesOfThisThread extends ListAppender<ILoggingEvent> {
    private final Thread own = Thread.currentThread();

    @Override
    protected void append(ILoggingEvent line) {
        if (Thread.currentThread() == own) {
            super.append(line);
        }
    }
}
