package io.alertrelay.flashduty;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * Which labels are kept when there are more than Flashduty accepts: first those that the relay itself sets, then those
 * of the integration's template, then those that people route and search by, then all others, then ARMS' own ({@code
 * _aliyun_arms_*}), of these first the ones that identify what is affected. Within a group by name, so that the same
 * alert keeps the same labels.
 */
final class LabelPriority {

    private static final Set<String> PEOPLE_USE = Set.of(
            "alertname",
            "severity",
            "cluster",
            "cluster_id",
            "clustername",
            "namespace",
            "pod",
            "pod_name",
            "container",
            "container_name",
            "deployment",
            "workload",
            "service",
            "service_name",
            "app",
            "app_name",
            "application",
            "instance",
            "instance_id",
            "job",
            "host",
            "hostname",
            "host_ip",
            "ip",
            "node",
            "node_name",
            "team",
            "owner",
            "env",
            "environment",
            "region",
            "region_id",
            "zone",
            "project",
            "product");

    private static final String ARMS = "_aliyun_arms_";

    private static final Set<String> ARMS_FIRST = Set.of(
            ARMS + "alert_level",
            ARMS + "alert_rule_id",
            ARMS + "alert_type",
            ARMS + "integration_name",
            ARMS + "involvedObject_id",
            ARMS + "involvedObject_kind",
            ARMS + "involvedObject_name",
            ARMS + "involvedObject_type",
            ARMS + "product_type",
            ARMS + "region_id");

    private LabelPriority() {}

    /**
     * At most {@code limit} of the names, the first in priority.
     *
     * @param own those that the relay itself sets
     * @param template those of the integration's template
     */
    static List<String> first(int limit, Collection<String> names, Set<String> own, Set<String> template) {
        return names.stream()
                .sorted(Comparator.comparingInt((String name) -> group(name, own, template))
                        .thenComparing(Comparator.naturalOrder()))
                .limit(limit)
                .toList();
    }

    private static int group(String name, Set<String> own, Set<String> template) {
        if (own.contains(name)) {
            return 0;
        }
        if (template.contains(name)) {
            return 1;
        }
        if (name.startsWith(ARMS)) {
            return ARMS_FIRST.contains(name) ? 4 : 5;
        }
        return PEOPLE_USE.contains(name) ? 2 : 3;
    }
}
