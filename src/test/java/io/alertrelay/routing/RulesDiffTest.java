package io.alertrelay.routing;

import static io.alertrelay.routing.TestRules.in;
import static io.alertrelay.routing.TestRules.stop;
import static org.assertj.core.api.Assertions.assertThat;

import io.alertrelay.record.CaseDefinition;
import io.alertrelay.record.ChannelReference;
import io.alertrelay.record.DefaultDefinition;
import io.alertrelay.record.RuleSetDefinition;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RulesDiffTest {
    private final CaseDefinition a = stop(List.of(in("labels.app", "a")), "payments");
    private final CaseDefinition b = stop(List.of(in("labels.app", "b")), "infra");
    private final CaseDefinition c = stop(List.of(in("labels.app", "c")), "night");

    @Test
    void tellsCasesThatWereAddedRemovedMovedAndChanged() {
        CaseDefinition elsewhere = stop(List.of(in("labels.app", "a")), "catch-all");
        CaseDefinition other = stop(List.of(in("labels.app", "d")), "catch-all");

        assertThat(diff(List.of(a, b), List.of(a, b, c)).cases()).containsExactly(new RulesDiff.Change.Added(3, c));
        assertThat(diff(List.of(a, b, c), List.of(a, c)).cases()).containsExactly(new RulesDiff.Change.Removed(2, b));
        assertThat(diff(List.of(a, b, c), List.of(b, c, a)).cases())
                .containsExactly(new RulesDiff.Change.Moved(1, 3, a));
        assertThat(diff(List.of(b, a, c), List.of(b, elsewhere, c)).cases())
                .containsExactly(new RulesDiff.Change.Changed(2, 2, a, elsewhere));
        assertThat(diff(List.of(a), List.of(other)).cases())
                .containsExactly(new RulesDiff.Change.Removed(1, a), new RulesDiff.Change.Added(1, other));
    }

    @Test
    void tellsAnotherDefault() {
        RuleSetDefinition before = rules(List.of(a), "night");
        RuleSetDefinition after = rules(List.of(a), "infra");

        RulesDiff diff = RulesDiff.of(before, after);

        assertThat(diff.cases()).isEmpty();
        assertThat(diff.byDefault())
                .contains(new RulesDiff.DefaultChange(
                        before.byDefault().orElseThrow(), after.byDefault().orElseThrow()));
        assertThat(diff.isEmpty()).isFalse();
    }

    @Test
    void isEmptyForTheSameRulesAndOnlyForThem() {
        Random random = new Random(3);
        for (int i = 0; i < 500; i++) {
            RuleSetDefinition one = RandomRules.rules(random, 6);
            RuleSetDefinition other = RandomRules.rules(random, 6);

            assertThat(RulesDiff.of(one, one).isEmpty()).isTrue();
            assertThat(RulesDiff.of(one, other).isEmpty()).isEqualTo(one.equals(other));
        }
    }

    @Test
    void comparesVeryManyCasesOfWhichEachDiffers() {
        List<CaseDefinition> before = new ArrayList<>();
        List<CaseDefinition> after = new ArrayList<>();
        for (int i = 0; i < 35_000; i++) {
            before.add(stop(List.of(in("labels.app", "a" + i)), "payments"));
            after.add(stop(List.of(in("labels.app", "a" + i)), "infra"));
        }

        assertThat(diff(before, after).cases()).hasSize(35_000).allMatch(RulesDiff.Change.Changed.class::isInstance);
    }

    @Test
    void leavesOutAsManyCasesAsKeepTheirOrder() {
        Random random = new Random(5);
        for (int i = 0; i < 500; i++) {
            List<CaseDefinition> before = someOf(random);
            List<CaseDefinition> after = someOf(random);

            long gone = diff(before, after).cases().stream()
                    .filter(change -> !(change instanceof RulesDiff.Change.Added))
                    .count();

            assertThat(before.size() - gone).isEqualTo(longest(before, after));
        }
    }

    private static List<CaseDefinition> someOf(Random random) {
        List<CaseDefinition> cases = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            if (random.nextInt(4) > 0) {
                cases.add(stop(List.of(in("labels.app", "c" + i)), "payments"));
            }
        }
        Collections.shuffle(cases, random);
        return cases;
    }

    /** The length of their longest common subsequence. */
    private static int longest(List<CaseDefinition> one, List<CaseDefinition> other) {
        if (one.isEmpty() || other.isEmpty()) {
            return 0;
        }
        List<CaseDefinition> rest = one.subList(1, one.size());
        int at = other.indexOf(one.get(0));
        return Math.max(longest(rest, other), at < 0 ? 0 : 1 + longest(rest, other.subList(at + 1, other.size())));
    }

    private RulesDiff diff(List<CaseDefinition> before, List<CaseDefinition> after) {
        return RulesDiff.of(rules(before, "night"), rules(after, "night"));
    }

    private static RuleSetDefinition rules(List<CaseDefinition> cases, String byDefault) {
        return new RuleSetDefinition(
                cases, Optional.of(new DefaultDefinition(List.of(new ChannelReference.ByName(byDefault)))));
    }
}
