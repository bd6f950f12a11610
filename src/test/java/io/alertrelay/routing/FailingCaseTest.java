package io.alertrelay.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A rule that fails while it runs must never lose an alert. */
class FailingCaseTest {
    private static final Facts ALERT = TestRules.alert(Map.of("team", "payments"));

    static Stream<Supplier<Throwable>> failures() {
        return Stream.of(() -> new IllegalStateException("boom"), StackOverflowError::new);
    }

    @ParameterizedTest
    @MethodSource("failures")
    void theDefaultIsAddedToWhatMatched(Supplier<Throwable> failure) {
        Decision decision = decide(failing(1, failure), matching(2, false, "infra"), matching(3, false, "night"));

        assertThat(decision.channels()).containsExactly("infra", "catch-all");
        assertThat(decision.byDefault()).isTrue();
        assertThat(decision.failures()).extracting(CaseFailure::number).containsExactly(1);
        assertThat(decision.matched()).extracting(MatchedCase::number).containsExactly(2);
    }

    @Test
    void theDefaultTakesItAloneIfNothingElseMatched() {
        Decision decision = decide(failing(1, () -> new IllegalStateException("boom")));

        assertThat(decision.channels()).containsExactly("catch-all");
        assertThat(decision.why()).isEqualTo("default: case 1 failed (IllegalStateException: boom)");
    }

    @Test
    void itIsSaidInOneLineWhatMatchedAndWhatFailed() {
        Decision decision = decide(matching(1, true, "infra"), failing(2, () -> new IllegalStateException("a\nb")));

        assertThat(decision.why()).isEqualTo("case 1, default: case 2 failed (IllegalStateException: a b)");
    }

    @Test
    void aCaseThatIsNotReachedCannotFail() {
        Decision decision = decide(matching(1, false, "infra"), failing(2, () -> new IllegalStateException("boom")));

        assertThat(decision.channels()).containsExactly("infra");
        assertThat(decision.failures()).isEmpty();
    }

    @Test
    void aFailureWithoutMessageIsNamedByItsKind() {
        assertThat(CaseFailure.of(4, new NullPointerException())).isEqualTo(new CaseFailure(4, "NullPointerException"));
    }

    @Test
    void aLongMessageIsCut() {
        assertThat(CaseFailure.of(4, new IllegalStateException("x".repeat(5_000)))
                        .reason())
                .hasSizeLessThanOrEqualTo(120)
                .endsWith("…");
    }

    private static Decision decide(RoutingCase... cases) {
        return RuleSet.of(new CaseWalk(List.of(cases), List.of("catch-all"))).decide(ALERT);
    }

    private static RoutingCase matching(int number, boolean fallthrough, String channel) {
        return new RoutingCase(number, List.of(), new CaseTarget.Listed(List.of(channel)), fallthrough);
    }

    private static RoutingCase failing(int number, Supplier<Throwable> failure) {
        ValuePattern pattern = new ValuePattern("x", value -> {
            throw FailingCaseTest.<RuntimeException>unchecked(failure.get());
        });
        Condition condition = new Condition(FactKey.Field.TITLE, Operator.IN, List.of(pattern));
        return new RoutingCase(number, List.of(condition), new CaseTarget.Listed(List.of("payments")), false);
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> T unchecked(Throwable failure) throws T {
        throw (T) failure;
    }
}
