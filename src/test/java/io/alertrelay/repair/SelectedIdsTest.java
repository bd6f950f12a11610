package io.alertrelay.repair;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.alertrelay.record.DeadLetter;
import io.alertrelay.record.DeadLetterId;
import io.alertrelay.record.Place;
import io.alertrelay.record.Resolution;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SelectedIdsTest {
    private static final Instant AT = Instant.parse("2026-11-22T02:00:00Z");

    @Test
    void eachIdIsChosenOnceAndWhatIsNotThereOrDecidedIsSaid() {
        Resolution retried = Resolution.retried("dl-0-2", "ann@ops", AT, "", "w0-1-7k3m9qxr2ztc5vbn");
        DeadLetter one = letter(1, Optional.empty());

        SelectedIds<DeadLetter> choice = SelectedIds.of(
                List.of("dl-0-1", "dl-0-2", "dl-0-3", "dl-0-1"),
                List.of(one, letter(2, Optional.of(retried))),
                false,
                Instant::toString);

        assertThat(choice.chosen()).containsExactly(one);
        assertThat(choice.refusals())
                .containsExactly(
                        "dl-0-2: was retried already, by ann@ops at 2026-11-22T02:00:00Z, as w0-1-7k3m9qxr2ztc5vbn",
                        "dl-0-3: there is none of that id, or it was deleted for its age");
    }

    private static DeadLetter letter(long offset, Optional<Resolution> resolution) {
        return new DeadLetter(
                new DeadLetterId(new Place(0, offset)),
                "arms:a",
                AT,
                JsonNodeFactory.instance.objectNode(),
                resolution);
    }
}
