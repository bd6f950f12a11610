package io.alertrelay.flashduty;

/**
 * The limits of Flashduty's push API. It counts "chars"; we count UTF-16 units, of which a text never has fewer than
 * code points, so that a text within a limit is within it under either reading.
 */
final class Limits {

    static final int ALERT_KEY = 255;
    static final int TITLE = 512;
    static final int DESCRIPTION = 2048;
    static final int LABELS = 50;
    static final int LABEL_NAME = 128;
    static final int LABEL_VALUE = 2048;

    private Limits() {}
}
