package io.alertrelay.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.alertrelay.fuzz.plan.BodyForm;
import io.alertrelay.fuzz.plan.Disturbance;
import io.alertrelay.fuzz.plan.PlannedFault;
import io.alertrelay.fuzz.plan.Post;
import io.alertrelay.fuzz.plan.RoundPlan;
import io.alertrelay.fuzz.plan.RoundPlanner;
import io.alertrelay.fuzz.plan.Spell;
import io.alertrelay.fuzz.plan.Surroundings;
import io.alertrelay.fuzz.plan.Trouble;
import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What {@link CrashFuzzIT} runs has each kind of trouble at least once. */
class ShortFormTest {
    private final List<RoundPlan> rounds = IntStream.rangeClosed(1, CrashFuzzIT.ROUNDS)
            .mapToObj(n -> new RoundPlanner(CrashFuzzIT.SEED).round(n))
            .toList();

    @Test
    void everyDisturbanceComesAndAProcessStartsInOddSurroundings() {
        assertThat(rounds)
                .flatMap(RoundPlan::disturbances)
                .extracting(Disturbance::trouble)
                .extracting(Trouble::word)
                .containsAll(Trouble.WORDS);
        assertThat(rounds)
                .flatMap(RoundPlan::strikes)
                .extracting(strike -> strike.start().surroundings())
                .anyMatch(surroundings -> surroundings != Surroundings.INHERITED);
    }

    @Test
    void everyFormOfBodyIsPosted() {
        assertThat(rounds)
                .flatMap(RoundPlan::senders)
                .flatMap(posts -> posts)
                .extracting(Post::form)
                .contains(BodyForm.values());
    }

    @Test
    void everyKindOfAnswerWithoutEndIsGiven() {
        assertThat(rounds)
                .extracting(RoundPlan::weather)
                .flatMap(weather -> weather.values().stream()
                        .flatMap(Collection::stream)
                        .map(Spell::fault)
                        .toList())
                .contains(
                        PlannedFault.ENDLESS_BODY,
                        PlannedFault.ENDLESS_HEADERS,
                        PlannedFault.TRICKLE,
                        PlannedFault.GZIP_BOMB);
    }
}
