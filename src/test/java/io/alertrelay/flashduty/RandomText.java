package io.alertrelay.flashduty;

import java.util.Random;

/** Text of every kind: plain, Chinese, emoji, accents, controls, lone surrogates, pieces of Flashduty's markup. */
final class RandomText {

    private static final String[] PIECES = {
        "a",
        "b",
        "_",
        ".",
        "-",
        "9",
        " ",
        "\n",
        "\t",
        "\r\n",
        "\0",
        "\u001b",
        "é",
        "e\u0301",
        "名",
        "😀",
        "\ud800",
        "\udc00",
        "\"",
        "\\",
        "{{",
        "${",
        "$a",
        "::",
        "[TPL]",
        "[MD]",
        "\u200b",
        "\uffff",
        "👨‍👩‍👧",
        "%s",
        "</"
    };

    private RandomText() {}

    /** Up to {@code most} pieces. */
    static String of(Random random, int most) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(most + 1); i > 0; i--) {
            text.append(PIECES[random.nextInt(PIECES.length)]);
        }
        return text.toString();
    }
}
