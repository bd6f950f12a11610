package io.alertrelay.flashduty;

/**
 * Escapes text that Flashduty would interpret as its own markup, with the smallest visible change: the character that
 * makes it markup becomes its full-width form, so that neither length nor look change much.
 *
 * <p>By Flashduty's push API a {@code title_rule} is rewritten if it begins with {@code [TPL]}, or is made of variables
 * as in {@code $a::$b}; a {@code description} that begins with {@code [MD]} is Markdown.
 */
final class Markup {

    static final String MARKDOWN = "[MD]";
    private static final String TEMPLATE = "[TPL]";

    private Markup() {}

    /** A title without a template prefix and without a variable that is alone or next to {@code ::}. */
    static String harmlessTitle(String title) {
        String text = withoutPrefix(title, TEMPLATE);
        return text.startsWith("$") || text.contains("::") ? text.replace('$', '＄') : text;
    }

    /** A description that is no Markdown. */
    static String harmlessDescription(String description) {
        return withoutPrefix(description, MARKDOWN);
    }

    private static String withoutPrefix(String text, String prefix) {
        boolean markup = text.regionMatches(true, 0, prefix, 0, prefix.length());
        return markup ? "［" + text.substring(1) : text;
    }
}
