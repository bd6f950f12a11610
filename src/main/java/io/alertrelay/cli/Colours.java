package io.alertrelay.cli;

import picocli.CommandLine.Help.Ansi;

/** Colours for a terminal, or none: when the output is piped, or {@code NO_COLOR} is set. */
final class Colours {
    private final boolean on;

    Colours(boolean on) {
        this.on = on;
    }

    /** As the terminal, if there is one, and the environment ask for. */
    static Colours auto() {
        return new Colours(Ansi.AUTO.enabled());
    }

    String good(String text) {
        return in("32", text);
    }

    String doubtful(String text) {
        return in("33", text);
    }

    String bad(String text) {
        return in("31;1", text);
    }

    String faint(String text) {
        return in("2", text);
    }

    String strong(String text) {
        return in("1", text);
    }

    private String in(String code, String text) {
        return on ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
