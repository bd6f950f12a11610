package io.alertrelay.arms;

import com.fasterxml.jackson.core.JsonToken;
import io.alertrelay.arms.UnreadableWebhookException.Cause;
import java.io.Reader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A body without its alerts, which may be many: they are counted here and read one by one afterwards, because their
 * common fields may follow them.
 *
 * @param fields the fields of the contract, except {@code alerts}
 * @param alerts how many there are, {@code null} not counted
 */
record BodyOutline(BodyFields fields, Map<String, ExactJson> common, int alerts) {
    static final String ALERTS = "alerts";

    private static final Set<String> KNOWN = Set.of(
            "status", "receiver", "externalURL", "groupLabels", "commonLabels", "commonAnnotations", "truncatedAlerts");

    /** @throws UnreadableWebhookException if it is not a body with alerts */
    static BodyOutline of(Reader text) throws UnreadableWebhookException {
        JsonText json = new JsonText(text);
        if (json.begin() != JsonToken.START_OBJECT) {
            BodyFields.of(json.value(), "");
        }
        Map<String, ExactJson> known = new LinkedHashMap<>();
        Map<String, List<ExactJson>> earlier = new LinkedHashMap<>();
        boolean forPeople = false;
        int alerts = -1;
        while (json.next() != JsonToken.END_OBJECT) {
            String name = json.name();
            JsonToken value = json.next();
            if (name.equals(ALERTS)) {
                if (alerts >= 0) {
                    throw new UnreadableWebhookException(
                            Cause.REPEATED_FIELD, "alerts: expected once, found more than once in the same object.");
                }
                alerts = count(json, value);
            } else if (KNOWN.contains(name)) {
                ExactJson before = known.put(name, json.value());
                if (before != null) {
                    earlier.computeIfAbsent(name, n -> new ArrayList<>()).add(before);
                }
            } else {
                forPeople |= ConsoleTemplate.isPreset(List.of(name));
                json.pass();
            }
        }
        json.end();
        if (alerts < 0) {
            throw forPeople ? ConsoleTemplate.preset("it is JSON, but has no alerts with status and labels") : none();
        }
        return new BodyOutline(BodyFields.of(new ExactJson.Obj(known, earlier), ""), known, alerts);
    }

    private static int count(JsonText json, JsonToken value) throws UnreadableWebhookException {
        if (value == JsonToken.VALUE_NULL) {
            throw none();
        }
        if (value != JsonToken.START_ARRAY) {
            throw BodyFields.unexpected(ALERTS, "an array", json.value().kind());
        }
        int count = 0;
        for (JsonToken item = json.next(); item != JsonToken.END_ARRAY; item = json.next()) {
            if (item != JsonToken.VALUE_NULL) {
                count++;
            }
            json.pass();
        }
        if (count == 0) {
            throw BodyFields.unexpected(ALERTS, "at least one alert", "none in the array");
        }
        return count;
    }

    private static UnreadableWebhookException none() {
        return BodyFields.unexpected(ALERTS, "an array of alerts", "none");
    }
}
