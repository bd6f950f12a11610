package io.alertrelay.cli;

import picocli.CommandLine.Help.Ansi;

/** Colours for a terminal, or none: when the output is piped, or {@code NO_COLOR} is set. */
public record Colours(boolean on) {
    /** By the terminal, if there is one, and the environment. */
    public static Colours auto() {
        return new Colours(Ansi.AUTO.enabled());
    }

    public String good(String text) {
        return in("32", text);
    }

    public String doubtful(String text) {
        return in("33", text);
    }

    public String bad(String text) {
        return in("31;1", text);
    }

    public String faint(String text) {
        return in("2", text);
    }

    public String strong(String text) {
        return in("1", text);
    }

    private String in(String code, String text) {
        return on ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
