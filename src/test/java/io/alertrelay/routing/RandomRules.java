package io.alertrelay.routing;

import io.alertrelay.alert.Severity;
import io.alertrelay.record.CaseDefinition;
import io.alertrelay.record.ChannelReference;
import io.alertrelay.record.ConditionDefinition;
import io.alertrelay.record.DefaultDefinition;
import io.alertrelay.record.RoutingMode;
import io.alertrelay.record.RuleSetDefinition;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Random rules, and random alerts that meet them often. */
public final class RandomRules {
    private static final List<String> LABELS = List.of("team", "env", "ip", "value", "a.b");
    private static final List<String> TEXTS = List.of(
            "payments",
            "infra",
            "Payments",
            "nobody",
            "",
            "prod",
            "pre-1",
            "10.0.0.7",
            "10.0.1.7",
            "90",
            "90.5",
            "-1",
            "1e2",
            "a\nb",
            "*",
            "/x/");
    private static final List<String> VALUES = List.of(
            "payments",
            "infra",
            "",
            "prod",
            "*",
            "p*",
            "?r*",
            "*-?",
            "/^p/",
            "/\\d+$/",
            "/A|b/",
            "cidr:10.0.0.0/24",
            "cidr:0.0.0.0/0",
            "num:gt:90",
            "num:ge:90",
            "num:lt:0",
            "num:le:90.50",
            "num:gt:95",
            "num:lt:50",
            "cidr:10.0.0.0/16",
            "cidr:10.0.1.0/24",
            "pre-*",
            "*-1",
            "pr*",
            "/a\\bb/",
            "/$1/");
    private static final List<String> KEYS = List.of(
            "labels.team",
            "labels.env",
            "labels.ip",
            "labels.value",
            "labels.a.b",
            "title",
            "description",
            "data_source_id");
    private static final List<String> SEVERITY_KEYS =
            List.of("severity", "alert_severity", "event_severity", "incident_severity");

    private RandomRules() {}

    /** A few cases and a default. */
    public static RuleSetDefinition rules(Random random) {
        return rules(random, 4);
    }

    static RuleSetDefinition rules(Random random, int most) {
        List<CaseDefinition> cases = some(random, 0, most, () -> oneCase(random));
        return new RuleSetDefinition(cases, Optional.of(new DefaultDefinition(channels(random))));
    }

    private static CaseDefinition oneCase(Random random) {
        List<ConditionDefinition> conditions = some(random, 0, 2, () -> condition(random));
        boolean fallthrough = random.nextBoolean();
        if (random.nextInt(3) > 0) {
            return new CaseDefinition(
                    conditions, channels(random), fallthrough, RoutingMode.STANDARD, Optional.empty());
        }
        String label = (random.nextBoolean() ? "labels." : "") + pick(random, LABELS);
        return TestRules.mapping(conditions, label, fallthrough);
    }

    private static ConditionDefinition condition(Random random) {
        String oper = random.nextInt(3) > 0 ? "IN" : "NOTIN";
        boolean severity = random.nextInt(4) == 0;
        List<String> values = severity ? List.of("Critical", "Warning", "Info", "*", "/i/") : VALUES;
        return new ConditionDefinition(
                pick(random, severity ? SEVERITY_KEYS : KEYS), oper, some(random, 1, 3, () -> pick(random, values)));
    }

    private static List<ChannelReference> channels(Random random) {
        List<Long> ids = List.copyOf(TestRules.CHANNELS.keySet());
        return some(random, 1, 3, () -> {
            long id = pick(random, ids);
            return random.nextBoolean()
                    ? new ChannelReference.ById(id)
                    : new ChannelReference.ByName(TestRules.CHANNELS.get(id));
        });
    }

    /** An alert. */
    public static Facts facts(Random random) {
        Map<String, String> labels = new TreeMap<>();
        LABELS.stream().filter(label -> random.nextBoolean()).forEach(label -> labels.put(label, pick(random, TEXTS)));
        return new Facts(
                pick(random, List.of(Severity.values())),
                pick(random, TEXTS),
                pick(random, TEXTS),
                Stream.of(pick(random, TEXTS))
                        .filter(id -> random.nextBoolean())
                        .findFirst(),
                labels);
    }

    private static <T> List<T> some(Random random, int least, int most, Supplier<T> one) {
        return IntStream.range(0, least + random.nextInt(most - least + 1))
                .mapToObj(i -> one.get())
                .toList();
    }

    private static <T> T pick(Random random, List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
