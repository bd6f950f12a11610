package io.alertrelay.config;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** The keys of a configuration, section by section. A test checks that the JSON Schema has the same. */
final class ConfigKeys {
    static final Set<String> ROOT = of(
            "kafka",
            "server",
            "management",
            "sandbox",
            "flashduty",
            "routing",
            "self_alert",
            "integrations",
            "channels");
    static final Set<String> KAFKA = of(
            "brokers",
            "data",
            "port",
            "prefix",
            "replication",
            "min_insync_replicas",
            "webhooks_partitions",
            "min_free",
            "retention",
            "properties");
    static final Set<String> SERVER = of(
            "host",
            "port",
            "max_body",
            "max_in_flight",
            "ack_timeout",
            "body_timeout",
            "sender_patience",
            "header_timeout",
            "keep_alive_timeout",
            "max_connections",
            "max_connections_per_address",
            "trusted_proxies");
    static final Set<String> MANAGEMENT = of("host", "port", "hosts");
    static final Set<String> SANDBOX = of("port");
    static final Set<String> FLASHDUTY = of("account_rate");
    static final Set<String> ROUTING = of("open_alert_max_age", "max_open_alerts");
    static final Set<String> SELF_ALERT =
            of("channel", "name", "held_after", "late_after", "again_after", "heartbeat", "kinds");
    static final Set<String> INTEGRATION =
            of("name", "id", "key", "keys", "routes", "channel", "default_severity", "severity", "event");
    static final Set<String> KEY = of("key", "not_after");
    static final Set<String> EVENT = of("title", "description", "labels", "request_id_label");
    static final Set<String> CHANNEL = of(
            "name",
            "id",
            "push_url",
            "format",
            "rate",
            "timeout",
            "max_age",
            "max_attempts",
            "max_in_flight",
            "collapse",
            "paused");

    static final Set<String> RULES = of("cases", "default", "examples");
    static final Set<String> CASE =
            of("if", "channels", "channel_ids", "fallthrough", "routing_mode", "name_mapping_label");
    static final Set<String> CONDITION = of("key", "oper", "vals");
    static final Set<String> DEFAULT = of("channels", "channel_ids");
    static final Set<String> EXAMPLE = of("name", "labels", "severity", "title", "description", "channels");

    /** The sections by their place in the schema. */
    static final Map<String, Set<String>> ALL = Map.ofEntries(
            Map.entry("", ROOT),
            Map.entry("kafka", KAFKA),
            Map.entry("server", SERVER),
            Map.entry("management", MANAGEMENT),
            Map.entry("sandbox", SANDBOX),
            Map.entry("flashduty", FLASHDUTY),
            Map.entry("routing", ROUTING),
            Map.entry("self_alert", SELF_ALERT),
            Map.entry("integrations", INTEGRATION),
            Map.entry("integrations.keys", KEY),
            Map.entry("integrations.event", EVENT),
            Map.entry("channels", CHANNEL),
            Map.entry("integrations.routes", RULES),
            Map.entry("integrations.routes.cases", CASE),
            Map.entry("integrations.routes.cases.if", CONDITION),
            Map.entry("integrations.routes.default", DEFAULT),
            Map.entry("integrations.routes.examples", EXAMPLE));

    private ConfigKeys() {}

    private static Set<String> of(String... names) {
        return Collections.unmodifiableSet(new LinkedHashSet<>(Arrays.asList(names)));
    }
}
