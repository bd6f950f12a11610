package io.alertrelay.watchdog;

import org.slf4j.Logger;

/**
 * Logs where nothing may keep the caller from going on, least of all a lack of memory. Made beforehand: without memory
 * not even its class could be loaded.
 */
public final class LastResortLog {
    private final Logger log;

    /** @param log to which it is written */
    public LastResortLog(Logger log) {
        this.log = log;
    }

    /** Logs it as an error. Never throws. */
    public void error(String what, Throwable fault) {
        try {
            log.error("{}", what, fault);
        } catch (Throwable e) {
            // Not even this could be logged; what the caller does next matters more.
        }
    }
}
