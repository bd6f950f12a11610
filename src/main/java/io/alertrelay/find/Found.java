package io.alertrelay.find;

import java.time.Instant;

/** Told what a search finds, while it searches. */
public interface Found {
    /**
     * An alert, after all newer ones.
     *
     * @return whether the search is to go on
     */
    boolean alert(FoundAlert alert);

    /**
     * How far it is; told after each piece that was read.
     *
     * @param searched records of {@code total}
     * @param backTo what is younger was looked at
     * @return whether the search is to go on
     */
    boolean progress(long searched, long total, Instant backTo);
}
