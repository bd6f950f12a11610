package io.alertrelay.arms;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** A body of one alert, with the common fields of the body that it was taken from. */
public final class SingleAlert {

    private final RepeatedFields common;
    private final ExactJson alert;

    /** @param common the fields of the body other than the alerts */
    SingleAlert(RepeatedFields common, ExactJson alert) {
        this.common = common;
        this.alert = alert;
    }

    /** The alert alone, as JSON. */
    public String json() {
        return alert.json();
    }

    /**
     * A body of several alerts of the same body, UTF-8.
     *
     * @param alerts as {@link #json}
     */
    public byte[] bytesOf(List<String> alerts) {
        String fields = common.kept().json();
        return (fields.substring(0, fields.length() - 1) + (fields.length() > 2 ? "," : "") + "\"alerts\":["
                        + String.join(",", alerts) + "]}")
                .getBytes(StandardCharsets.UTF_8);
    }

    /** The body, UTF-8: white space apart, the alert is as it was received. */
    public byte[] bytes() {
        return bytesOf(List.of(json()));
    }
}
