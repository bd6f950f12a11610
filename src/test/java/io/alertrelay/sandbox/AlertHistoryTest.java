package io.alertrelay.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AlertHistoryTest {
    @ParameterizedTest
    @CsvSource({
        "Critical, true, 0, 0",
        "Critical Warning, true, 0, 0",
        "Critical Ok, false, 0, 0",
        "Ok, false, 0, 1",
        "Ok Critical, true, 1, 1",
        "Critical Ok Critical, true, 1, 0",
        "Critical Ok Ok, false, 0, 1",
        "Info Ok Info Ok Info, true, 2, 0",
        "firing resolved firing, true, 1, 0",
        "resolved, false, 0, 1"
    })
    void theStatesTellWhatWentOutOfOrder(String states, boolean open, int reopened, int withoutFiring) {
        AlertHistory history = new AlertHistory("a", List.of(states.split(" ")));

        assertThat(history.open()).isEqualTo(open);
        assertThat(history.reopened()).isEqualTo(reopened);
        assertThat(history.recoveriesWithoutFiring()).isEqualTo(withoutFiring);
    }
}
