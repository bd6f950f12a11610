package io.alertrelay.arms;

/**
 * Who posted a body. The shape is the same; what the words for a severity mean is not: {@code page} is the lowest level
 * of ARMS, and wakes somebody where Prometheus is at home.
 */
public enum Sender {
    ARMS("aliyun-arms"),
    PROMETHEUS("prometheus");

    private final String word;

    Sender(String word) {
        this.word = word;
    }

    /** The last segment of the path that it posts to; also its name in records and commands. */
    public String word() {
        return word;
    }

    /** The sender with that name; ARMS if the name is empty or unknown. */
    public static Sender ofWord(String word) {
        return PROMETHEUS.word.equals(word) ? PROMETHEUS : ARMS;
    }
}
