package io.alertrelay.cli;

import picocli.CommandLine.Help.Ansi;

/** Colours for a terminal, or none: when the output is piped, or {@code NO_COLOR} is set. */
public record Colours(boolean on) {
    /** By the terminal, if there is one, and the environment. */
    public static Colours auto() {
        return new Colours(Ansi.AUTO.enabled());
    }

    /** In the colour of what is well. */
    public String good(String text) {
        return in("32", text);
    }

    /** In the colour of what needs attention, though nothing has failed. */
    public String doubtful(String text) {
        return in("33", text);
    }

    /** In the colour of what has failed. */
    public String bad(String text) {
        return in("31;1", text);
    }

    /** Of less importance than the text around it. */
    public String faint(String text) {
        return in("2", text);
    }

    /** Of more importance than the text around it. */
    public String strong(String text) {
        return in("1", text);
    }

    private String in(String code, String text) {
        return on ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
