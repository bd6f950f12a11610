package io.alertrelay.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The index changes how many cases are asked, and nothing else. */
class CaseIndexTest {
    private static final List<String> KEYS = List.of("a", "b", "c");
    private static final List<String> TEXTS = List.of("1", "2", "3");

    @Test
    void decidesAsIfEveryCaseHadBeenAskedAlsoWhenCasesFail() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Set<String> ends = new LinkedHashSet<>();
        for (int i = 0; i < 3_000; i++) {
            List<RoutingCase> cases = cases(random);
            CaseWalk walk = new CaseWalk(cases, List.of("catch-all"));
            Map<String, String> labels = new java.util.TreeMap<>();
            KEYS.stream().filter(k -> random.nextInt(4) > 0).forEach(k -> labels.put(k, TEXTS.get(random.nextInt(3))));
            Facts facts = TestRules.alert(labels);

            Decision decision = walk.decide(facts);

            List<Integer> matched = new ArrayList<>();
            List<Integer> failed = new ArrayList<>();
            askAll(cases, facts, matched, failed);
            assertThat(decision.matched())
                    .as("seed " + seed)
                    .extracting(MatchedCase::number)
                    .isEqualTo(matched);
            assertThat(decision.failures())
                    .as("seed " + seed)
                    .extracting(CaseFailure::number)
                    .isEqualTo(failed);
            ends.add((matched.isEmpty() ? "none" : "some") + (failed.isEmpty() ? "" : " failed"));
        }
        assertThat(ends).containsExactlyInAnyOrder("none", "some", "none failed", "some failed");
    }

    private static void askAll(List<RoutingCase> cases, Facts facts, List<Integer> matched, List<Integer> failed) {
        for (RoutingCase one : cases) {
            try {
                if (!one.matches(facts)) {
                    continue;
                }
            } catch (IllegalStateException e) {
                failed.add(one.number());
                continue;
            }
            matched.add(one.number());
            if (!one.fallthrough()) {
                return;
            }
        }
    }

    private static List<RoutingCase> cases(Random random) {
        return IntStream.rangeClosed(1, random.nextInt(12))
                .mapToObj(number -> new RoutingCase(
                        number,
                        IntStream.range(0, random.nextInt(4))
                                .mapToObj(i -> condition(random))
                                .toList(),
                        new CaseTarget.Listed(List.of("infra")),
                        random.nextInt(4) > 0))
                .toList();
    }

    private static Condition condition(Random random) {
        FactKey key = new FactKey.Label(KEYS.get(random.nextInt(KEYS.size())));
        List<ValuePattern> values = IntStream.rangeClosed(0, random.nextInt(2))
                .mapToObj(i -> TEXTS.get(random.nextInt(TEXTS.size())))
                .map(text -> new ValuePattern(text, new ExactMatcher(text)))
                .toList();
        return switch (random.nextInt(6)) {
            case 0 -> new Condition(key, Operator.NOTIN, values);
            case 1 ->
                new Condition(key, Operator.IN, List.of(new ValuePattern("/boom/", value -> {
                    throw new IllegalStateException("boom");
                })));
            case 2 -> new Condition(key, Operator.IN, List.of(new ValuePattern("?", new WildcardMatcher("?"))));
            default -> new Condition(key, Operator.IN, values);
        };
    }

    @Test
    void asksNoneOfTheCasesThatCannotMatch() {
        AtomicInteger asked = new AtomicInteger();
        List<RoutingCase> cases = IntStream.rangeClosed(1, 1_000)
                .mapToObj(number -> new RoutingCase(
                        number,
                        List.of(counting(asked), exact("app", "app-" + number)),
                        new CaseTarget.Listed(List.of("infra")),
                        false))
                .toList();

        Decision decision = new CaseWalk(cases, List.of("catch-all")).decide(TestRules.alert("app", "app-777"));

        assertThat(decision.matched()).extracting(MatchedCase::number).containsExactly(777);
        assertThat(asked).hasValue(1);
    }

    @Test
    void isNotMisledByAConditionThatManyCasesShare() {
        List<RoutingCase> cases = IntStream.rangeClosed(1, 1_000)
                .mapToObj(number -> new RoutingCase(
                        number,
                        List.of(exact("env", "prod"), exact("app", "app-" + number)),
                        new CaseTarget.Listed(List.of("infra")),
                        true))
                .toList();

        CaseIndex.Candidates candidates =
                new CaseIndex(cases).candidates(TestRules.alert(Map.of("env", "prod", "app", "app-5")));

        assertThat(candidates.next()).isEqualTo(4);
        assertThat(candidates.next()).isEqualTo(CaseIndex.NONE);
    }

    private static Condition exact(String label, String text) {
        return new Condition(
                new FactKey.Label(label), Operator.IN, List.of(new ValuePattern(text, new ExactMatcher(text))));
    }

    private static Condition counting(AtomicInteger asked) {
        return new Condition(FactKey.Field.TITLE, Operator.IN, List.of(new ValuePattern("/x/", value -> {
            asked.incrementAndGet();
            return true;
        })));
    }
}
