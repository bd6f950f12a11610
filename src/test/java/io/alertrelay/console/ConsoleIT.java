package io.alertrelay.console;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/** The console as people use it, in a real browser on a relay that works. */
class ConsoleIT {
    private static ConsoleRig rig;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        rig = new ConsoleRig(folder);
    }

    @AfterAll
    static void stop() {
        rig.close();
    }

    @Nested
    class FlowAndChannels extends FlowPages {
        FlowAndChannels() {
            super(rig);
        }
    }

    @Nested
    class AlertsRulesAndRepair extends AlertPages {
        AlertsRulesAndRepair() {
            super(rig);
        }
    }
}
