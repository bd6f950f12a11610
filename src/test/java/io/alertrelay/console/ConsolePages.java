package io.alertrelay.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.alertrelay.sandbox.Sandbox;
import io.alertrelay.testing.Browser;
import io.alertrelay.testing.RelayClient;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Pages of the console as people use them, in a real browser on a relay that works: one for each class. */
abstract class ConsolePages {
    static final Duration SOON = Duration.ofMinutes(2);
    /** A script by which a page knows of the relay what {@code tell(status)} says. */
    static final String TOLD = """
            window.EventSource = class {
              addEventListener(name, f) { if (name === 'all') { window.tell = data => f({ data: JSON.stringify(data) }); } }
              set onerror(f) { }
              close() { }
            };""";

    private static ConsoleRig shared;

    final ConsoleRig rig = shared;
    final Sandbox flashduty = rig.flashduty();
    final RelayClient relay = rig.relay();
    final Browser browser = rig.browser();

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        shared = new ConsoleRig(folder);
    }

    @AfterAll
    static void stop() {
        shared.close();
    }

    @BeforeEach
    void asNew() throws Exception {
        rig.asNew();
    }

    @AfterEach
    void withoutComplaints() {
        assertThat(browser.complaints()).isEmpty();
    }
}
