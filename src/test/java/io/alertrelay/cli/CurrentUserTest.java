package io.alertrelay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** Who is recorded as the one who decided. */
class CurrentUserTest {
    @Test
    void whoeverCalledSudoIsRecordedNotTheUserThatItChangedTo() {
        assertThat(CurrentUser.person(Map.of("SUDO_USER", "li.wei", "USER", "root"), "root"))
                .isEqualTo("li.wei");
    }

    @Test
    void withoutSudoItIsTheUserOfTheProcess() {
        assertThat(CurrentUser.person(Map.of("USER", "somebody"), "relay")).isEqualTo("relay");
        assertThat(CurrentUser.person(Map.of("SUDO_USER", ""), "relay")).isEqualTo("relay");
        assertThat(CurrentUser.person(Map.of(), "")).isEqualTo("unknown");
    }

    @Test
    void theMachineIsNamedToo() {
        assertThat(CurrentUser.runs()).endsWith("@" + CurrentUser.host());
        assertThat(CurrentUser.host()).isNotBlank().doesNotContain("\n");
    }
}
