package io.alertrelay.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What a new configuration changes, for people, without any secret.
 *
 * @param changes that can be applied while the relay runs, one line each
 * @param needRestart the keys of those that can't
 */
public record ConfigDifference(List<String> changes, List<String> needRestart) {
    private static final String ARROW = " -> ";

    public ConfigDifference {
        changes = List.copyOf(changes);
        needRestart = List.copyOf(needRestart);
    }

    /** Compares {@code before} with {@code after}. */
    public static ConfigDifference between(RelayConfig before, RelayConfig after) {
        List<String> changes = new ArrayList<>();
        integrations(before, after, changes);
        channels(before, after, changes);
        if (!before.selfAlert().equals(after.selfAlert())) {
            changes.add("self_alert: changed");
        }
        return new ConfigDifference(changes, fixed(before, after));
    }

    /** The configuration in effect once the changes that need no restart are applied. */
    public static RelayConfig effective(RelayConfig running, RelayConfig loaded) {
        return new RelayConfig(
                running.kafka(),
                running.server(),
                running.management(),
                running.sandbox(),
                running.flashduty(),
                running.routing(),
                loaded.selfAlert(),
                loaded.integrations(),
                loaded.channels());
    }

    private static List<String> fixed(RelayConfig before, RelayConfig after) {
        Map<String, Function<RelayConfig, Object>> sections = new LinkedHashMap<>();
        sections.put("kafka", config -> config.kafka().used());
        sections.put("server", RelayConfig::server);
        sections.put("management", RelayConfig::management);
        sections.put("sandbox", RelayConfig::sandbox);
        sections.put("flashduty", RelayConfig::flashduty);
        sections.put("routing", RelayConfig::routing);
        return sections.entrySet().stream()
                .filter(section -> !section.getValue()
                        .apply(before)
                        .equals(section.getValue().apply(after)))
                .map(Map.Entry::getKey)
                .toList();
    }

    private static void integrations(RelayConfig before, RelayConfig after, List<String> changes) {
        Map<String, IntegrationSettings> old = byName(before.integrations(), IntegrationSettings::name);
        for (IntegrationSettings now : after.integrations()) {
            String name = "integration " + now.name();
            IntegrationSettings then = old.remove(now.name());
            if (then == null) {
                changes.add(name + ": added, rules " + now.rules().version());
                continue;
            }
            Line line = new Line(name, changes);
            line.add("rules", then.rules().version(), now.rules().version());
            line.add("id", then.id().orElse("none"), now.id().orElse("none"));
            line.add(
                    "default_severity",
                    then.defaultSeverity().word(),
                    now.defaultSeverity().word());
            line.add("severity", words(then), words(now));
            line.hidden("event", text(then.template()), text(now.template()));
            line.hidden("keys", then.keys(), now.keys());
        }
        old.keySet().forEach(name -> changes.add("integration " + name + ": removed"));
    }

    private static void channels(RelayConfig before, RelayConfig after, List<String> changes) {
        Map<String, ChannelSettings> old = byName(before.channels(), ChannelSettings::name);
        for (ChannelSettings now : after.channels()) {
            String name = "channel " + now.name();
            ChannelSettings then = old.remove(now.name());
            if (then == null) {
                changes.add(name + ": added, to " + now.pushUrl());
                continue;
            }
            Line line = new Line(name, changes);
            line.add("id", id(then), id(now));
            line.add(
                    "push_url",
                    then.pushUrl().endpoint().toString(),
                    now.pushUrl().endpoint().toString());
            line.hidden(
                    "the query of push_url",
                    then.pushUrl().query(),
                    now.pushUrl().query());
            line.add("format", word(then.format()), word(now.format()));
            line.add("rate", then.rate().text(), now.rate().text());
            line.add("timeout", then.timeout().toString(), now.timeout().toString());
            line.add("max_age", then.maxAge().toString(), now.maxAge().toString());
            line.add("max_attempts", attempts(then), attempts(now));
            line.add("max_in_flight", String.valueOf(then.maxInFlight()), String.valueOf(now.maxInFlight()));
            line.add("collapse", word(then.collapse()), word(now.collapse()));
            line.add("paused", String.valueOf(then.paused()), String.valueOf(now.paused()));
        }
        old.keySet().forEach(name -> changes.add("channel " + name + ": removed"));
    }

    private static String words(IntegrationSettings integration) {
        Map<String, String> words = new TreeMap<>();
        integration.severityWords().forEach((word, meaning) -> words.put(word, meaning.word()));
        return words.toString();
    }

    private static String id(ChannelSettings channel) {
        return channel.id().map(String::valueOf).orElse("none");
    }

    private static String attempts(ChannelSettings channel) {
        return channel.maxAttempts().isPresent()
                ? String.valueOf(channel.maxAttempts().getAsInt())
                : "none";
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }

    /** Templates have no equality; they are compared as written. */
    private static String text(Object template) {
        return String.valueOf(template);
    }

    private static <T> Map<String, T> byName(List<T> all, Function<T, String> name) {
        return all.stream()
                .collect(Collectors.toMap(name, Function.identity(), (one, other) -> other, LinkedHashMap::new));
    }

    /** Collects the changes of one thing in a line. */
    private record Line(String of, List<String> changes) {
        void add(String what, String then, String now) {
            if (!then.equals(now)) {
                changes.add(of + ": " + what + " " + then + ARROW + now);
            }
        }

        void hidden(String what, Object then, Object now) {
            if (!Objects.equals(then, now)) {
                changes.add(of + ": " + what + " changed");
            }
        }
    }
}
