package io.alertrelay.intake;

import java.util.Arrays;
import java.util.Optional;

/** The kind of sender of a webhook: each has its own path, like Flashduty's push URLs. */
public enum Source {
    ARMS("aliyun-arms"),
    PROMETHEUS("prometheus");

    private static final String PATH = "/event/push/alert/";
    private final String word;

    Source(String word) {
        this.word = word;
    }

    /** The last segment of its path, which also names it in records. */
    public String word() {
        return word;
    }

    /** Where it posts: {@code /event/push/alert/<word>}. */
    String path() {
        return PATH + word;
    }

    /** The source that posts to the path, if any. */
    static Optional<Source> ofPath(String path) {
        return Arrays.stream(values()).filter(s -> s.path().equals(path)).findFirst();
    }
}
