package io.alertrelay.find;

import java.time.Instant;

/** Is notified of what a search finds, while it searches. */
public interface Found {
    /**
     * An alert was found; newer ones came before.
     *
     * @return whether to continue
     */
    boolean alert(FoundAlert alert);

    /**
     * The progress, after each piece that was read.
     *
     * @param searched records of {@code total}
     * @param backTo everything younger was searched
     * @return whether to continue
     */
    boolean progress(long searched, long total, Instant backTo);
}
