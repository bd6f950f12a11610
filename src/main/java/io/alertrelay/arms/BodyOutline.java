package io.alertrelay.arms;

import com.fasterxml.jackson.core.JsonToken;
import io.alertrelay.arms.UnreadableWebhookException.Cause;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A body without its alerts, which may be many: they are counted here and read one by one afterwards, because their
 * common fields may follow them. The few of a small body are kept, so that it is read only once.
 *
 * @param fields the fields of the contract, except {@code alerts}
 * @param common the same as received
 * @param alerts how many there are, {@code null} not counted
 * @param grouped whether it has Alertmanager's key of its group, which ARMS does not send
 * @param kept the alerts themselves, with {@code null} entries, if they are few; empty if they are still to be read
 */
record BodyOutline(
        BodyFields fields, ExactJson.Obj common, int alerts, boolean grouped, Optional<List<ExactJson>> kept) {
    static final String ALERTS = "alerts";

    private static final String OF_ALERTMANAGER = "groupKey";
    /** How the names of labels begin that ARMS adds. */
    private static final String OF_ARMS = "_aliyun_arms_";

    /** The most alerts that are kept; Alertmanager seldom has more in a group. */
    private static final int MOST_KEPT = 64;

    private static final Set<String> KNOWN = Set.of(
            "status", "receiver", "externalURL", "groupLabels", "commonLabels", "commonAnnotations", "truncatedAlerts");

    /** @throws UnreadableWebhookException if it is not a body with alerts */
    static BodyOutline of(BodyText text) throws UnreadableWebhookException {
        JsonText json = text.json();
        AlertList items = new AlertList(text.isSmall() ? MOST_KEPT : 0);
        if (json.begin() != JsonToken.START_OBJECT) {
            BodyFields.of(json.value(), "");
        }
        Map<String, ExactJson> known = new LinkedHashMap<>();
        Map<String, List<ExactJson>> earlier = new LinkedHashMap<>();
        boolean forPeople = false;
        boolean some = false;
        boolean grouped = false;
        while (json.next() != JsonToken.END_OBJECT) {
            String name = json.name();
            JsonToken value = json.next();
            if (name.equals(ALERTS)) {
                if (some) {
                    throw new UnreadableWebhookException(
                            Cause.REPEATED_FIELD, "alerts: expected once, found more than once in the same object.");
                }
                items.read(json, value);
                some = true;
            } else if (KNOWN.contains(name)) {
                ExactJson before = known.put(name, json.value());
                if (before != null) {
                    earlier.computeIfAbsent(name, n -> new ArrayList<>()).add(before);
                }
            } else {
                grouped |= name.equals(OF_ALERTMANAGER);
                forPeople |= ConsoleTemplate.isPreset(List.of(name));
                json.pass();
            }
        }
        json.end();
        if (!some) {
            throw forPeople ? ConsoleTemplate.preset("it is JSON, but has no alerts with status and labels") : none();
        }
        ExactJson.Obj common = new ExactJson.Obj(known, earlier);
        return new BodyOutline(BodyFields.of(common, ""), common, items.count, grouped, items.kept());
    }

    /** The sender that seems to have made it, by what only one of them sends; empty if that is not clear. */
    Optional<Sender> maker() {
        boolean labelled = common.fields().get("commonLabels") instanceof ExactJson.Obj labels
                && labels.fields().keySet().stream().anyMatch(name -> name.startsWith(OF_ARMS));
        if (grouped == labelled) {
            return Optional.empty();
        }
        return Optional.of(grouped ? Sender.PROMETHEUS : Sender.ARMS);
    }

    /** Counts the alerts, and keeps them while they are few. */
    private static final class AlertList {
        private final int most;
        private final List<ExactJson> first = new ArrayList<>();
        private int count;
        private boolean more;

        AlertList(int most) {
            this.most = most;
        }

        void read(JsonText json, JsonToken value) throws UnreadableWebhookException {
            if (value == JsonToken.VALUE_NULL) {
                throw none();
            }
            if (value != JsonToken.START_ARRAY) {
                throw BodyFields.unexpected(ALERTS, "an array", json.value().kind());
            }
            for (JsonToken item = json.next(); item != JsonToken.END_ARRAY; item = json.next()) {
                count += item == JsonToken.VALUE_NULL ? 0 : 1;
                more |= first.size() == most;
                if (more) {
                    first.clear();
                    json.pass();
                } else {
                    first.add(json.value());
                }
            }
            if (count == 0) {
                throw BodyFields.unexpected(ALERTS, "at least one alert", "none in the array");
            }
        }

        Optional<List<ExactJson>> kept() {
            return more ? Optional.empty() : Optional.of(List.copyOf(first));
        }
    }

    private static UnreadableWebhookException none() {
        return BodyFields.unexpected(ALERTS, "an array of alerts", "none");
    }
}
