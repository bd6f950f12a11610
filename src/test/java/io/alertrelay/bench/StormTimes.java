package io.alertrelay.bench;

import java.time.Duration;

/**
 * What a run measured, each from the first post until the last marked alert reached Flashduty.
 *
 * @param limit what the rate itself needs for the marked ones, without the second's worth that is in reserve after a
 *     pause
 * @param alone nothing but the marked ones, Critical
 * @param storm the marked ones Critical, the rest Info
 * @param arrival all Info, so that the order of arrival decides, at {@code scale} times the rate
 */
record StormTimes(Duration limit, Duration alone, Duration storm, Duration arrival, int scale) {
    static final double MOST = 1.2;

    double stormToAlone() {
        return ratio(storm, alone);
    }

    /** The rate alone decides how long that takes, so at the rate of the others it is that many times longer. */
    Duration arrivalAtTheRate() {
        return arrival.multipliedBy(scale);
    }

    double arrivalToAlone() {
        return ratio(arrivalAtTheRate(), alone);
    }

    double stormToLimit() {
        return ratio(storm, limit);
    }

    boolean kept() {
        return stormToLimit() <= MOST;
    }

    String table(int marked) {
        String calculated = scale == 1
                ? ""
                : "   measured: %.1f s at %d times the rate; times %d".formatted(seconds(arrival), scale, scale);
        return """

                last of the %d marked alerts delivered, from the first post
                   what the limit needs for them      %7.1f s
                a  they alone, with the reserve of 1 s %6.1f s
                b  in the storm, Critical first       %7.1f s   %.2f times what the limit needs (at most %.1f); b/a %.2f
                c  in the storm, in order of arrival  %7.1f s   c/a %6.1f%s
                """.formatted(
                        marked,
                        seconds(limit),
                        seconds(alone),
                        seconds(storm),
                        stormToLimit(),
                        MOST,
                        stormToAlone(),
                        seconds(arrivalAtTheRate()),
                        arrivalToAlone(),
                        calculated);
    }

    private static double ratio(Duration one, Duration other) {
        return (double) one.toNanos() / other.toNanos();
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }
}
