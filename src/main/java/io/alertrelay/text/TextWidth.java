package io.alertrelay.text;

/** How many columns of a terminal a text takes: Chinese characters take two each. */
public final class TextWidth {
    private TextWidth() {}

    public static int of(String text) {
        return text.codePoints().map(TextWidth::of).sum();
    }

    /** The text with blanks after it, so that it takes at least so many columns. */
    public static String pad(String text, int columns) {
        return text + " ".repeat(Math.max(0, columns - of(text)));
    }

    /** The text, cut so that it takes at most so many columns, with an ellipsis if it was cut. */
    public static String cut(String text, int columns) {
        if (of(text) <= columns) {
            return text;
        }
        StringBuilder cut = new StringBuilder();
        int taken = 1;
        for (int c : text.codePoints().toArray()) {
            taken += of(c);
            if (taken > columns) {
                break;
            }
            cut.appendCodePoint(c);
        }
        return cut.append('…').toString();
    }

    private static int of(int c) {
        int type = Character.getType(c);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK || type == Character.FORMAT) {
            return 0;
        }
        return isWide(c) ? 2 : 1;
    }

    /** By Unicode's East Asian Width (UAX 11), wide and full width, in ranges. */
    private static boolean isWide(int c) {
        return c >= 0x1100
                && (c <= 0x115f
                        || c >= 0x2e80 && c <= 0x303e
                        || c >= 0x3041 && c <= 0xa4cf
                        || c >= 0xa960 && c <= 0xa97c
                        || c >= 0xac00 && c <= 0xd7a3
                        || c >= 0xf900 && c <= 0xfaff
                        || c >= 0xfe30 && c <= 0xfe6f
                        || c >= 0xff00 && c <= 0xff60
                        || c >= 0xffe0 && c <= 0xffe6
                        || c >= 0x1f300 && c <= 0x1f64f
                        || c >= 0x1f900 && c <= 0x1f9ff
                        || c >= 0x20000 && c <= 0x3fffd);
    }
}
