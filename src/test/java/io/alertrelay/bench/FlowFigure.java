package io.alertrelay.bench;

import java.util.Locale;

/**
 * One thing that one run of one contender showed.
 *
 * @param what what it is; the name says the unit, but for times and CPU, which are in milliseconds
 */
record FlowFigure(String contender, String what, double value) {
    static final String READY = "ready";
    static final String FLAT_OUT = "posts answered a second, 128 connections";
    static final String IDLE_CPU = "idle with 8 channels: % of a core";
    static final String IDLE_THREADS = "idle with 8 channels: threads";
    static final String IDLE_MEMORY = "idle with 8 channels: MiB";
    /** Before the rate. */
    static final String MISSING = "refused or missing at ";

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%-6s %-45s %10.2f", contender, what, value);
    }
}
