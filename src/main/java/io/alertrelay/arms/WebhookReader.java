package io.alertrelay.arms;

import io.alertrelay.alert.Alert;
import io.alertrelay.arms.UnreadableWebhookException.Cause;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Reads the webhook bodies of one integration, of ARMS and of Prometheus Alertmanager (version 4), by the ARMS webhook
 * contract. Immutable, so safe to share between threads.
 *
 * <p>ARMS does not resend rejected webhooks, so whatever has a clear meaning is accepted: unknown fields are ignored,
 * {@code null} is the same as absent, a value that should be a text and is not becomes its JSON (numbers as written),
 * and of a label that occurs twice the last value counts. What is ambiguous or meaningless is rejected; if it is one
 * alert, only that alert is set aside.
 */
public final class WebhookReader {

    private static final Pattern INTEGRATION = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    private final AlertReader alerts;

    /**
     * @param integration the integration's name, which begins every alert's key: 1 to 64 of {@code A-Z a-z 0-9 _ -}
     * @param severities what the words for severities mean
     * @throws IllegalArgumentException if the name has another form
     */
    public WebhookReader(String integration, SeverityWords severities) {
        if (!INTEGRATION.matcher(integration).matches()) {
            throw new IllegalArgumentException(
                    "integration: expected 1 to 64 of A-Z a-z 0-9 _ -, found \"" + integration + "\"");
        }
        this.alerts = new AlertReader(integration, severities);
    }

    /**
     * Begins to read a body: checks that it is a body with alerts, and leaves the alerts to be read one by one.
     *
     * @param body as received, after decoding any content encoding
     * @return at least one alert, possibly none that can be understood
     * @throws UnreadableWebhookException if the body is no alert body, with the reason and what to do about it
     */
    public WebhookReading open(Sender sender, byte[] body) throws UnreadableWebhookException {
        if (isConsoleTest(body)) {
            throw new UnreadableWebhookException(
                    Cause.CONSOLE_TEST,
                    "The body is the placeholder itself, as the ARMS console's Test button sends it: no alert.");
        }
        BodyText text = BodyText.of(body);
        return new WebhookReading(sender, outline(text), alerts, text);
    }

    /**
     * The alerts of a body, all at once.
     *
     * @param body as received, after decoding any content encoding
     * @return at least one alert that is understood
     * @throws UnreadableWebhookException if the body is no alert body, or none of its alerts can be understood, with
     *     the reason (of the first of them) and what to do about it
     */
    public Webhook read(Sender sender, byte[] body) throws UnreadableWebhookException {
        WebhookReading reading = open(sender, body);
        SortedMap<Integer, Alert> understood = new TreeMap<>();
        List<AlertItem.SetAside> setAside = new ArrayList<>();
        while (reading.hasNext()) {
            AlertItem item = reading.next();
            if (item instanceof AlertItem.Understood one) {
                understood.put(one.index(), one.alert());
            } else {
                setAside.add((AlertItem.SetAside) item);
            }
        }
        if (understood.isEmpty()) {
            throw setAside.get(0).cause();
        }
        return new Webhook(understood, setAside, reading.common());
    }

    /** Whether a body is so large that reading it may take longer than a few milliseconds. */
    public static boolean isLarge(byte[] body) {
        return body.length > BodyText.SMALL;
    }

    /**
     * Whether a body is what the ARMS console's Test button sends: the literal {@code $alertmanager_content}, not
     * substituted. A byte order mark, white space and quotes around it are tolerated.
     */
    public static boolean isConsoleTest(byte[] body) {
        return ConsoleTemplate.isTest(body);
    }

    /**
     * Whether a body looks as if it were not compressed: it begins and ends as a JSON object does, or is what the Test
     * button sends. Nothing in between is looked at.
     */
    public static boolean isUnpacked(byte[] body) {
        return BodyText.isObject(body) || isConsoleTest(body);
    }

    private static BodyOutline outline(BodyText text) throws UnreadableWebhookException {
        try {
            return BodyOutline.of(text);
        } catch (UnreadableWebhookException e) {
            boolean notJson = e.code() == Cause.NOT_JSON;
            throw (notJson || e.code() == Cause.NOT_AN_ALERT_BODY) && ConsoleTemplate.isBrokenPreset(text.text())
                    ? ConsoleTemplate.preset(
                            notJson ? "it is not even JSON" : "it is JSON, but has no alerts with status and labels")
                    : e;
        }
    }
}
