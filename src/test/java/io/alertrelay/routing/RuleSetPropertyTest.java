package io.alertrelay.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.alertrelay.alert.Severity;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What holds of every rule set and every alert, tried on random ones. */
class RuleSetPropertyTest {
    private static final int RULE_SETS = 600;
    private static final int ALERTS_EACH = 10;
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
            "num:le:90.50");
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

    @Test
    void agreesWithThePlainReadingOfTheRules() {
        forEach((rules, definition, facts, seed) -> {
            PlainReading plain = new PlainReading(definition, Set.copyOf(Rules.CHANNELS.values()));
            Decision decision = rules.decide(facts);

            assertThat(decision.channels())
                    .as("channels, %s %s %s", seed, definition, facts)
                    .isEqualTo(plain.channels(facts));
            assertThat(decision.matched().stream().map(MatchedCase::number).toList())
                    .as("cases, %s %s %s", seed, definition, facts)
                    .isEqualTo(plain.matched(facts));
        });
    }

    @Test
    void everyAlertGoesToSomeExistingChannelOnce() {
        forEach((rules, definition, facts, seed) -> assertThat(
                        rules.decide(facts).channels())
                .as("%s %s %s", seed, definition, facts)
                .isNotEmpty()
                .doesNotHaveDuplicates()
                .isSubsetOf(Rules.CHANNELS.values()));
    }

    @Test
    void nothingIsAskedAfterTheFirstMatchWithoutFallthrough() {
        forEach((rules, definition, facts, seed) -> {
            List<Integer> matched = rules.decide(facts).matched().stream()
                    .map(MatchedCase::number)
                    .toList();

            assertThat(matched.stream().limit(Math.max(0, matched.size() - 1)))
                    .as("%s %s %s", seed, definition, facts)
                    .allMatch(number -> definition.cases().get(number - 1).fallthrough());
        });
    }

    @Test
    void theDefaultIsUsedExactlyWhenNoCaseGaveAChannel() {
        forEach((rules, definition, facts, seed) -> {
            Decision decision = rules.decide(facts);

            assertThat(decision.byDefault())
                    .as("%s %s %s", seed, definition, facts)
                    .isEqualTo(decision.matched().stream()
                            .allMatch(m -> m.channels().isEmpty()));
            assertThat(decision.failures()).as(seed).isEmpty();
        });
    }

    @Test
    void decidesTheSameAgainAndWhenCompiledAgain() {
        forEach((rules, definition, facts, seed) -> {
            Decision decision = rules.decide(facts);

            assertThat(rules.decide(facts)).as(seed).isEqualTo(decision);
            assertThat(Rules.compiled(definition).decide(facts)).as(seed).isEqualTo(decision);
        });
    }

    @Test
    void theRandomRulesAndAlertsReachEveryEnd() {
        Set<String> ends = new HashSet<>();
        forEach((rules, definition, facts, seed) -> {
            Decision decision = rules.decide(facts);
            ends.add(
                    decision.matched().isEmpty()
                            ? "none matched"
                            : decision.byDefault()
                                    ? "no channel"
                                    : decision.matched().size() == 1 ? "one" : "several");
        });

        assertThat(ends).containsExactlyInAnyOrder("none matched", "no channel", "one", "several");
    }

    private interface Property {
        void check(RuleSet rules, RuleSetDefinition definition, Facts facts, String seed);
    }

    private static void forEach(Property property) {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < RULE_SETS; i++) {
            RuleSetDefinition definition = rules(random);
            RuleSet rules = Rules.compiled(definition);
            for (int j = 0; j < ALERTS_EACH; j++) {
                property.check(rules, definition, facts(random), "seed " + seed);
            }
        }
    }

    private static RuleSetDefinition rules(Random random) {
        List<CaseDefinition> cases = some(random, 0, 4, () -> oneCase(random));
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
        return Rules.mapping(conditions, label, fallthrough);
    }

    private static ConditionDefinition condition(Random random) {
        String oper = random.nextInt(3) > 0 ? "IN" : "NOTIN";
        boolean severity = random.nextInt(4) == 0;
        List<String> values = severity ? List.of("Critical", "Warning", "Info", "*", "/i/") : VALUES;
        return new ConditionDefinition(
                pick(random, severity ? SEVERITY_KEYS : KEYS), oper, some(random, 1, 3, () -> pick(random, values)));
    }

    private static List<ChannelReference> channels(Random random) {
        List<Long> ids = List.copyOf(Rules.CHANNELS.keySet());
        return some(random, 1, 3, () -> {
            long id = pick(random, ids);
            return random.nextBoolean()
                    ? new ChannelReference.ById(id)
                    : new ChannelReference.ByName(Rules.CHANNELS.get(id));
        });
    }

    private static Facts facts(Random random) {
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
