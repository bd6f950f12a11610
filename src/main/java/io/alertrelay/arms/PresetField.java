package io.alertrelay.arms;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The fields of ARMS' preset notification template, by their names in the console's languages. */
enum PresetField {
    NAME("Alert name", "告警名称"),
    CLUSTER("Cluster name", "集群名称"),
    APPLICATION("Application name", "应用名称"),
    POLICY("Notification policy", "通知策略"),
    TRIGGERED_AT("Alert triggered at", "告警时间"),
    RESOLVED_AT("Alert resolved at", "告警恢复时间"),
    CONTENT("Alert content", "告警内容");

    private final List<String> names;

    PresetField(String... names) {
        this.names = List.of(names);
    }

    /** Its English name, for messages. */
    String word() {
        return names.get(0);
    }

    /** All its names. */
    List<String> names() {
        return names;
    }

    /** The field of that name, ignoring case. */
    static Optional<PresetField> of(String name) {
        String wanted = name.strip().toLowerCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(field -> field.names.stream()
                        .anyMatch(n -> n.toLowerCase(Locale.ROOT).equals(wanted)))
                .findFirst();
    }
}
