package io.alertrelay.config;

import java.time.Duration;

/**
 * A number of requests per time.
 *
 * @param permits 1 or more
 * @param per one second, minute or hour
 */
public record Rate(int permits, Duration per) {
    /** In the form of a configuration: {@code 1000/min}. */
    public String text() {
        long seconds = per.toSeconds();
        return permits + (seconds == 1 ? "/s" : seconds == 60 ? "/min" : "/h");
    }
}
