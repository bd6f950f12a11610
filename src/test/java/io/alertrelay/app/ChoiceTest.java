package io.alertrelay.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.alertrelay.ledger.Resolution;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ChoiceTest {
    private static final Instant AT = Instant.parse("2026-11-22T02:00:00Z");

    @Test
    void eachIdIsChosenOnceAndWhatIsNotThereOrDecidedIsSaid() {
        Resolution retried = Resolution.retried("b", "ann@ops", AT, "", "w0-1-7k3m9qxr2ztc5vbn");

        Choice<String> choice = Choice.of(
                List.of("a", "b", "c", "a"),
                Map.of("a", "A", "b", "B"),
                found -> found.equals("B") ? Optional.of(retried) : Optional.empty(),
                Instant::toString);

        assertThat(choice.chosen()).containsExactly("A");
        assertThat(choice.refusals())
                .containsExactly(
                        "b: was retried already, by ann@ops at 2026-11-22T02:00:00Z, as w0-1-7k3m9qxr2ztc5vbn",
                        "c: there is none of that id, or it was deleted for its age");
    }
}
