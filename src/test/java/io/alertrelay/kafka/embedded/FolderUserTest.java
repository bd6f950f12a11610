package io.alertrelay.kafka.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FolderUserTest {
    @Test
    void isReadAsItWasWritten() {
        FolderUser audit = new FolderUser(FolderUser.Kind.READER, "relay audit", 4711);

        assertThat(FolderUser.parse(audit.line())).contains(audit);
        assertThat(audit).hasToString("relay audit (pid 4711)");
        assertThat(FolderUser.parse("")).as("an older version's").isEmpty();
        assertThat(FolderUser.parse("READER x relay audit")).isEmpty();
    }

    @Test
    void isNamedByItsCommandWithoutOptions() {
        assertThat(FolderUser.named("/opt/alert-relay/lib/alert-relay.jar dead-letters list --label k=v"))
                .isEqualTo("relay dead-letters");
        assertThat(FolderUser.named("/opt/alert-relay/lib/alert-relay.jar")).isEqualTo("a relay command");
        assertThat(FolderUser.named("/opt/my relays.jar -x")).isEqualTo("a relay command");
        assertThat(FolderUser.named("")).isEqualTo("a relay command");
    }
}
