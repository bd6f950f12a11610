package io.alertrelay.arms;

import io.alertrelay.alert.Alert;
import io.alertrelay.alert.Severity;
import io.alertrelay.arms.UnreadableWebhookException.Cause;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads the webhook bodies of one integration, of ARMS and of Prometheus Alertmanager (version 4), by the ARMS webhook
 * contract. Immutable, so safe to share between threads.
 *
 * <p>ARMS does not send again what was refused, so whatever has a clear meaning is read: unknown fields are ignored,
 * {@code null} is the same as absent, a value that should be a text and is not becomes its JSON (numbers as written), a
 * label that occurs twice counts as the last one says. Refused is what could mean two things, or nothing.
 */
public final class WebhookReader {

    private static final Pattern INTEGRATION = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    private final AlertReader alerts;

    /**
     * @param integration the integration's name, which begins every alert's key: 1 to 64 of {@code A-Z a-z 0-9 _ -}
     * @param defaultSeverity the severity of an alert whose labels state none that the contract knows
     * @throws IllegalArgumentException if the name has another form
     */
    public WebhookReader(String integration, Severity defaultSeverity) {
        if (!INTEGRATION.matcher(integration).matches()) {
            throw new IllegalArgumentException(
                    "integration: expected 1 to 64 of A-Z a-z 0-9 _ -, found \"" + integration + "\"");
        }
        this.alerts = new AlertReader(integration, Objects.requireNonNull(defaultSeverity));
    }

    /**
     * The alerts of a body, with what they have in common.
     *
     * @param body as received, after any content encoding was undone
     * @return at least one alert
     * @throws UnreadableWebhookException if the body is no alert body, with the reason and what to do about it
     */
    public Webhook read(byte[] body) throws UnreadableWebhookException {
        if (isConsoleTest(body)) {
            throw new UnreadableWebhookException(
                    Cause.CONSOLE_TEST,
                    "The body is the placeholder itself, as the ARMS console's Test button sends it: no alert.");
        }
        Fields fields = fields(parse(BodyText.decode(body)));
        Group group = Group.of(fields);
        Map<String, String> groupLabels = fields.texts("groupLabels");
        Optional<String> url = fields.text("externalURL");
        Optional<String> receiver = fields.text("receiver");
        long others = Group.characters(groupLabels) + length(url) + length(receiver);
        return new Webhook(
                readAlerts(fields, group, others), groupLabels, group.labels(), group.annotations(), url, receiver);
    }

    /**
     * Whether a body is what the ARMS console's Test button sends: the literal {@code $alertmanager_content}, not
     * substituted. A byte order mark, white space and quotes around it are tolerated.
     */
    public static boolean isConsoleTest(byte[] body) {
        return ConsoleTemplate.isTest(body);
    }

    private static Json parse(String text) throws UnreadableWebhookException {
        try {
            return JsonText.parse(text);
        } catch (UnreadableWebhookException e) {
            throw e.code() == Cause.NOT_JSON && ConsoleTemplate.isBrokenPreset(text)
                    ? preset("it is not even JSON")
                    : e;
        }
    }

    private static Fields fields(Json body) throws UnreadableWebhookException {
        if (body instanceof Json.Obj object
                && !object.fields().containsKey("alerts")
                && ConsoleTemplate.isPreset(object.fields().keySet())) {
            throw preset("it is JSON, but has no alerts with status and labels");
        }
        return Fields.of(body, "");
    }

    private static long length(Optional<String> text) {
        return text.map(String::length).orElse(0);
    }

    private List<Alert> readAlerts(Fields fields, Group group, long others) throws UnreadableWebhookException {
        List<Json> items =
                fields.list("alerts").orElseThrow(() -> Fields.unexpected("alerts", "an array of alerts", "none"));
        group.checkSize(items.size(), others);
        List<Alert> read = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            if (!(items.get(i) instanceof Json.Null)) {
                read.add(alerts.read(Fields.of(items.get(i), "alerts[" + i + "]"), group));
            }
        }
        if (read.isEmpty()) {
            throw Fields.unexpected("alerts", "at least one alert", "none in the array");
        }
        return read;
    }

    private static UnreadableWebhookException preset(String how) {
        return new UnreadableWebhookException(
                Cause.PRESET_TEMPLATE,
                "The body comes from a notification template for people, such as ARMS' preset one: %s. %s"
                        .formatted(how, ConsoleTemplate.FIX));
    }
}
