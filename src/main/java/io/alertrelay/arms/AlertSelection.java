package io.alertrelay.arms;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Makes a body without some of the alerts of another one. */
public final class AlertSelection {
    private AlertSelection() {}

    /**
     * The body without these alerts; all else as it is, white space apart.
     *
     * @param body one that {@link WebhookReader} reads
     * @param left the indexes of the alerts, as that reader counts them
     * @throws UnreadableWebhookException if the body can't be read
     */
    public static byte[] without(byte[] body, Set<Integer> left) throws UnreadableWebhookException {
        if (!(parsed(body) instanceof ExactJson.Obj object
                && object.fields().get("alerts") instanceof ExactJson.Arr alerts)) {
            throw BodyFields.unexpected("alerts", "an array of alerts", "none");
        }
        List<ExactJson> chosen = new ArrayList<>();
        int index = 0;
        for (ExactJson alert : alerts.items()) {
            // The reader skips null without counting it.
            if (!(alert instanceof ExactJson.Null) && !left.contains(index++)) {
                chosen.add(alert);
            }
        }
        Map<String, ExactJson> fields = new LinkedHashMap<>(object.fields());
        fields.put("alerts", new ExactJson.Arr(chosen));
        return new ExactJson.Obj(fields, object.earlier()).json().getBytes(StandardCharsets.UTF_8);
    }

    private static ExactJson parsed(byte[] body) throws UnreadableWebhookException {
        return BodyText.of(body).json().whole();
    }
}
