package io.alertrelay.routing;

import io.alertrelay.record.CaseDefinition;
import io.alertrelay.record.ChannelReference;
import io.alertrelay.record.ConditionDefinition;
import io.alertrelay.record.RoutingMode;
import io.alertrelay.record.RuleSetDefinition;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A second implementation of the rules, as plain as can be and sharing nothing with the first: it reads the definition
 * again for every alert, takes Java's own expressions, and knows only IPv4.
 */
record PlainReading(RuleSetDefinition rules, Set<String> existing) {
    private static final Pattern DECIMAL = Pattern.compile("[-+]?[0-9]+(\\.[0-9]+)?([eE][-+]?[0-9]{1,3})?");
    private static final Pattern ADDRESS = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}");

    List<Integer> matched(Facts facts) {
        List<Integer> numbers = new ArrayList<>();
        for (int i = 0; i < rules.cases().size(); i++) {
            CaseDefinition next = rules.cases().get(i);
            if (next.conditions().stream().allMatch(c -> holds(c, facts))) {
                numbers.add(i + 1);
                if (!next.fallthrough()) {
                    return numbers;
                }
            }
        }
        return numbers;
    }

    List<String> channels(Facts facts) {
        List<String> channels = matched(facts).stream()
                .flatMap(number -> given(rules.cases().get(number - 1), facts).stream())
                .distinct()
                .toList();
        return channels.isEmpty()
                ? names(rules.byDefault().orElseThrow().channels()).stream()
                        .distinct()
                        .toList()
                : channels;
    }

    private List<String> given(CaseDefinition matched, Facts facts) {
        if (matched.routingMode() == RoutingMode.STANDARD) {
            return names(matched.channels());
        }
        String label = matched.nameMappingLabel().orElseThrow().replaceFirst("^labels\\.", "");
        String name = facts.labels().get(label);
        return name != null && existing.contains(name) ? List.of(name) : List.of();
    }

    private static List<String> names(List<ChannelReference> references) {
        return references.stream()
                .map(r -> r instanceof ChannelReference.ById byId
                        ? TestRules.CHANNELS.get(byId.id())
                        : ((ChannelReference.ByName) r).name())
                .toList();
    }

    private static boolean holds(ConditionDefinition condition, Facts facts) {
        boolean some = value(condition.key(), facts)
                .filter(value -> condition.vals().stream().anyMatch(val -> matches(val, value)))
                .isPresent();
        return condition.oper().equals("IN") ? some : !some;
    }

    private static Optional<String> value(String key, Facts facts) {
        return switch (key) {
            case "severity", "alert_severity", "event_severity", "incident_severity" ->
                Optional.of(facts.severity().word());
            case "title" -> Optional.of(facts.title());
            case "description" -> Optional.of(facts.description());
            case "data_source_id" -> facts.dataSourceId();
            default -> Optional.ofNullable(facts.labels().get(key.substring("labels.".length())));
        };
    }

    private static boolean matches(String val, String value) {
        if (val.matches("/.+/")) {
            return Pattern.compile(val.substring(1, val.length() - 1))
                    .matcher(value)
                    .find();
        }
        if (val.startsWith("cidr:")) {
            String[] network = val.substring("cidr:".length()).split("/");
            long hosts = 1L << 32 - Integer.parseInt(network[1]);
            return ADDRESS.matcher(value).matches() && number(value) / hosts == number(network[0]) / hosts;
        }
        if (val.startsWith("num:")) {
            String[] parts = val.split(":");
            return DECIMAL.matcher(value).matches()
                    && compares(parts[1], new BigDecimal(value).compareTo(new BigDecimal(parts[2])));
        }
        String pattern = val.codePoints()
                .mapToObj(c -> c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(Character.toString(c)))
                .collect(Collectors.joining());
        return Pattern.compile(pattern, Pattern.DOTALL).matcher(value).matches();
    }

    private static boolean compares(String comparison, int sign) {
        return switch (comparison) {
            case "gt" -> sign > 0;
            case "ge" -> sign >= 0;
            case "lt" -> sign < 0;
            case "le" -> sign <= 0;
            default -> throw new IllegalArgumentException(comparison);
        };
    }

    private static long number(String address) {
        long number = 0;
        for (String part : address.split("\\.")) {
            number = number * 256 + Long.parseLong(part);
        }
        return number;
    }
}
