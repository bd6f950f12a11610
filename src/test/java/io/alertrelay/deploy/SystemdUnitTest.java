package io.alertrelay.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The unit, as systemd's own tool sees it. */
class SystemdUnitTest {
    @TempDir
    private Path folder;

    private Tool systemd;
    private Path unit;

    @BeforeEach
    void writeUnit() throws Exception {
        systemd = Tool.find("systemd-analyze", "systemd");
        Path relay = Files.writeString(folder.resolve("relay"), "#!/bin/sh\n");
        Files.setPosixFilePermissions(relay, PosixFilePermissions.fromString("rwxr-xr-x"));
        unit = Files.writeString(
                folder.resolve("alert-relay.service"),
                Files.readString(Path.of("deploy/systemd/alert-relay.service"))
                        .replace("ExecStart=/opt/alert-relay/relay", "ExecStart=" + relay));
    }

    @Test
    void systemdTakesItWithoutAWord() throws Exception {
        assertThat(systemd.run("verify", unit.toString())).isEqualTo("exit code 0");
    }

    @Test
    void itIsHardenedAsFarAsAJvmCanBe() throws Exception {
        assertThat(systemd.run("security", "--offline=true", "--threshold=20", "--no-pager", unit.toString()))
                .contains("Overall exposure level", "exit code 0");
    }
}
