package io.alertrelay.reading;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WaitingDeliveriesTest {
    private final WaitingDeliveries relay = (channel, ids) -> Map.of("a", "its turn");

    @Test
    void whatWaitsInAChannelThatIsNotConfiguredWaitsForADecisionAndTheRestForWhatItsRelaySays() {
        WaitingDeliveries all = relay.among(List.of("payments"));

        assertThat(all.of("payments", "a")).contains("its turn");
        assertThat(all.of("night", "a")).contains(WaitingDeliveries.REMOVED);
    }

    @Test
    void withoutAConfigurationNoChannelIsSaidToBeRemoved() {
        assertThat(WaitingDeliveries.UNKNOWN.among(List.of()).of("payments", "a"))
                .isEmpty();
    }
}
