package io.alertrelay.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.alertrelay.record.CaseDefinition;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DecisionTest {
    private static final Facts ALERT = TestRules.alert(Map.of("team", "payments", "env", "prod", "owner", "nobody"));

    @Test
    void saysTheCasesAndTheirConditions() {
        RuleSet rules = TestRules.compiled(
                TestRules.goOn(
                        List.of(TestRules.in("labels.team", "payments"), TestRules.in("severity", "Critical")),
                        "payments"),
                TestRules.goOn(List.of(TestRules.in("title", "nothing")), "night"),
                TestRules.goOn(List.of(), "infra"));

        assertThat(rules.decide(ALERT).why())
                .isEqualTo("case 1 (labels.team IN payments, severity IN Critical), case 3");
    }

    @Test
    void saysThatNoCaseMatched() {
        assertThat(TestRules.compiled().decide(ALERT).why()).isEqualTo("default: no case matched");
    }

    @Test
    void saysThatALabelNamedNoChannel() {
        RuleSet rules =
                TestRules.compiled(TestRules.mapping(List.of(TestRules.in("labels.owner", "*")), "owner", true));

        assertThat(rules.decide(ALERT).why()).isEqualTo("default: case 1 (labels.owner IN *) gave no existing channel");
    }

    @Test
    void saysOfAConditionTheKeyOfTodayAndTheFirstValues() {
        RuleSet rules = TestRules.compiled(
                TestRules.goOn(List.of(TestRules.notIn("alert_severity", "Info", "Warning")), "infra"),
                TestRules.goOn(List.of(TestRules.in("labels.env", "a", "b", "c", "d", "prod")), "infra"));

        assertThat(rules.decide(ALERT).why())
                .isEqualTo("case 1 (severity NOTIN [Info, Warning]), case 2 (labels.env IN [a, b, c, … 5 values])");
    }

    @Test
    void isOneShortLineWhateverTheRules() {
        CaseDefinition wordy = TestRules.goOn(
                List.of(TestRules.notIn("labels.x", "a\nb\u2028c", "/" + "long".repeat(500) + "/")), "infra");
        CaseDefinition[] many = IntStream.range(0, 100).mapToObj(i -> wordy).toArray(CaseDefinition[]::new);

        assertThat(TestRules.compiled(many).decide(ALERT).why())
                .hasSizeLessThanOrEqualTo(300)
                .startsWith("case 1 (labels.x NOTIN [a b c, /longlong")
                .endsWith("…")
                .hasLineCount(1);
    }
}
