package io.alertrelay.arms;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.regex.Pattern;

/** The notification template in the ARMS console: the required one, and how to recognize others. */
final class ConsoleTemplate {

    static final String PLACEHOLDER = "$alertmanager_content";

    /** What to change in the console. */
    static final String FIX = "If ARMS sent it: in the ARMS console, Alert Management > Notification Objects > Webhook,"
            + " the template must be " + PLACEHOLDER
            + " and nothing else; the firing and the recovery template are two separate settings.";

    // The placeholder, a byte order mark, quotes and some white space; a longer body need not be checked.
    private static final int LONGEST_TEST = 1024;

    private static final String NAMES = "Alert name|Cluster name|Application name|Notification policy"
            + "|Alert triggered at|Alert resolved at|Alert content|告警名称|集群名称|应用名称|通知策略|告警时间|告警内容";

    private static final int IGNORE_CASE = Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE;

    private static final Pattern NAME = Pattern.compile(NAMES, IGNORE_CASE);

    private static final Pattern UNRENDERED_OR_NAMED =
            Pattern.compile("\"(?:" + NAMES + ")\"\\s*:|\\{\\{\\s*(?:\\.|if |for |range |end)", IGNORE_CASE);

    // Every field of the contract is one word; a template for people has sentences or Chinese.
    private static final Pattern SENTENCE = Pattern.compile("[\\s\\p{IsHan}]");

    private ConsoleTemplate() {}

    /** Whether the body is the unsubstituted placeholder, which the console's Test button sends. */
    static boolean isTest(byte[] body) {
        boolean isObject = body.length > 0 && body[0] == '{';
        if (isObject || body.length > LONGEST_TEST) {
            return false;
        }
        String text =
                BodyText.withoutMark(new String(body, StandardCharsets.UTF_8)).strip();
        return unquoted(text).strip().equals(PLACEHOLDER);
    }

    /** Whether the fields of an object are those of the preset template, or of another template for people. */
    static boolean isPreset(Collection<String> names) {
        return names.stream()
                .anyMatch(name ->
                        NAME.matcher(name).matches() || SENTENCE.matcher(name).find());
    }

    /** Whether a text that is not JSON is the preset template, rendered to broken JSON or not rendered. */
    static boolean isBrokenPreset(String text) {
        return !text.contains("\"alerts\"") && UNRENDERED_OR_NAMED.matcher(text).find();
    }

    /** @param how the sign that the body is from a template for people */
    static UnreadableWebhookException preset(String how) {
        return new UnreadableWebhookException(
                UnreadableWebhookException.Cause.PRESET_TEMPLATE,
                "The body comes from a notification template for people, such as ARMS' preset one: %s. %s"
                        .formatted(how, FIX));
    }

    private static String unquoted(String text) {
        boolean quoted = text.length() > 1
                && (text.startsWith("\"") && text.endsWith("\"") || text.startsWith("'") && text.endsWith("'"));
        return quoted ? text.substring(1, text.length() - 1) : text;
    }
}
