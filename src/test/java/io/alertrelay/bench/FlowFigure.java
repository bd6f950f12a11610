package io.alertrelay.bench;

import java.util.Locale;

/**
 * One thing that one run of one contender showed.
 *
 * @param what what it is; the name says the unit, but for times and CPU, which are in milliseconds
 */
record FlowFigure(String contender, String what, double value) {
    static final String READY = "ready";
    static final String READY_CPU = "CPU until ready";
    static final String READY_AGAIN = "ready after kill -9, 10,000 waiting";
    static final String READY_AGAIN_CPU = "CPU until ready after kill -9, 10,000 waiting";
    static final String FLAT_OUT = "posts answered a second, 128 connections";
    static final String SUSTAINED = "alerts a second, sustained";
    static final String IDLE_CPU = "idle with %d channels: %% of a core";
    static final String IDLE_THREADS = "idle with %d channels: threads";
    static final String IDLE_MEMORY = "idle with %d channels: MiB";
    static final String CHANNELS_P99 = "8 channels an alert, 200/s: p99, in times of one channel's";
    static final String CHANNELS_CPU = "8 channels an alert, 200/s: CPU a delivery, in times of one channel's";
    /** What the one does. */
    static final String ONE_OF_8 = "one of 8 channels %s: p99 of the others, in times of the healthy one";
    /** Before the rate. */
    static final String MISSING = "refused or missing at ";

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%-12s %-75s %10.2f", contender, what, value);
    }
}
