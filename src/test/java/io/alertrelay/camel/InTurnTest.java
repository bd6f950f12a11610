package io.alertrelay.camel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class InTurnTest {
    private final InTurn turns = new InTurn();
    private final List<String> gone = new ArrayList<>();

    @Test
    void whatIsReadyFirstWaitsForWhatBeganEarlier() {
        InTurn.Place firing = turns.take(0);
        InTurn.Place reminder = turns.take(0);
        turns.ready(reminder, () -> gone.add("reminder"));
        assertThat(gone).isEmpty();

        turns.ready(firing, () -> gone.add("firing"));

        assertThat(gone).containsExactly("firing", "reminder");
    }

    @Test
    void noPartitionWaitsForAnother() {
        turns.take(0);
        InTurn.Place other = turns.take(1);

        turns.ready(other, () -> gone.add("other"));

        assertThat(gone).containsExactly("other");
    }

    @Test
    void whatBeginsLaterDoesNotWaitForWhatIsGone() {
        turns.ready(turns.take(0), () -> gone.add("first"));
        turns.ready(turns.take(0), () -> gone.add("second"));

        assertThat(gone).containsExactly("first", "second");
    }
}
