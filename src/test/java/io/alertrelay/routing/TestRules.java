package io.alertrelay.routing;

import io.alertrelay.alert.Severity;
import io.alertrelay.record.CaseDefinition;
import io.alertrelay.record.ChannelReference;
import io.alertrelay.record.ConditionDefinition;
import io.alertrelay.record.DefaultDefinition;
import io.alertrelay.record.RoutingMode;
import io.alertrelay.record.RuleSetDefinition;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the tests of this package build rules and alerts from. */
public final class TestRules {
    /** The channels of the rules, by id. */
    public static final Map<Long, String> CHANNELS =
            Map.of(101L, "payments", 102L, "infra", 103L, "night", 104L, "catch-all");

    private TestRules() {}

    static ChannelDirectory directory() {
        return new Directory(CHANNELS);
    }

    static ConditionDefinition in(String key, String... vals) {
        return new ConditionDefinition(key, "IN", List.of(vals));
    }

    static ConditionDefinition notIn(String key, String... vals) {
        return new ConditionDefinition(key, "NOTIN", List.of(vals));
    }

    static CaseDefinition stop(List<ConditionDefinition> conditions, String... channels) {
        return standard(conditions, false, channels);
    }

    static CaseDefinition goOn(List<ConditionDefinition> conditions, String... channels) {
        return standard(conditions, true, channels);
    }

    static CaseDefinition mapping(List<ConditionDefinition> conditions, String label, boolean fallthrough) {
        return new CaseDefinition(conditions, List.of(), fallthrough, RoutingMode.NAME_MAPPING, Optional.of(label));
    }

    static RuleSetDefinition shared(CaseDefinition... cases) {
        return shared(List.of(cases), "catch-all");
    }

    static RuleSetDefinition shared(List<CaseDefinition> cases, String... byDefault) {
        return new RuleSetDefinition(cases, Optional.of(new DefaultDefinition(byName(byDefault))));
    }

    static RuleSet compiled(CaseDefinition... cases) {
        return compiled(shared(cases));
    }

    static RuleSet compiled(RuleSetDefinition definition) {
        try {
            return RuleSet.compile(definition, directory());
        } catch (InvalidRuleSetException e) {
            throw new AssertionError(e);
        }
    }

    static List<ChannelReference> byName(String... names) {
        return Arrays.stream(names)
                .<ChannelReference>map(ChannelReference.ByName::new)
                .toList();
    }

    static Facts alert(Map<String, String> labels) {
        return new Facts(Severity.CRITICAL, "CPU high on web-1", "cpu is at 93.5 %", Optional.of("6042"), labels);
    }

    static Facts alert(String label, String value) {
        return alert(Map.of(label, value));
    }

    private static CaseDefinition standard(
            List<ConditionDefinition> conditions, boolean fallthrough, String... channels) {
        return new CaseDefinition(conditions, byName(channels), fallthrough, RoutingMode.STANDARD, Optional.empty());
    }

    /** Channels by id. */
    record Directory(Map<Long, String> channels) implements ChannelDirectory {
        @Override
        public Optional<String> nameOf(long id) {
            return Optional.ofNullable(channels.get(id));
        }

        @Override
        public boolean exists(String name) {
            return channels.containsValue(name);
        }

        @Override
        public Set<String> names() {
            return Set.copyOf(channels.values());
        }
    }
}
