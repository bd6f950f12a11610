package io.alertrelay.camel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class InOrderReleaseTest {
    private final InOrderRelease turns = new InOrderRelease();
    private final List<String> gone = new ArrayList<>();

    @Test
    void whatIsReadyFirstWaitsForWhatBeganEarlier() {
        InOrderRelease.Ticket firing = turns.take(0);
        InOrderRelease.Ticket reminder = turns.take(0);
        turns.ready(reminder, () -> gone.add("reminder"));
        assertThat(gone).isEmpty();

        turns.ready(firing, () -> gone.add("firing"));

        assertThat(gone).containsExactly("firing", "reminder");
    }

    @Test
    void noPartitionWaitsForAnother() {
        turns.take(0);
        InOrderRelease.Ticket other = turns.take(1);

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
