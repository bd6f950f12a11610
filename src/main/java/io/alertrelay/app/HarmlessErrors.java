package io.alertrelay.app;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;

/** Drops log lines that a library logs as errors although they are none. Its other lines stay. */
public final class HarmlessErrors extends Filter<ILoggingEvent> {
    private static final String KAFKAS = "state.change.logger";
    /**
     * Logged for each partition that is added to a topic, as by {@code relay journal partitions}: the embedded broker
     * had the topic, and not yet the partition. At a start it knows no topic yet, so this can't hide a lost one.
     */
    private static final String ADDED = "to exist, but it was missing. Creating...";

    @Override
    public FilterReply decide(ILoggingEvent event) {
        return event.getLoggerName().equals(KAFKAS)
                        && event.getFormattedMessage().endsWith(ADDED)
                ? FilterReply.DENY
                : FilterReply.NEUTRAL;
    }
}
