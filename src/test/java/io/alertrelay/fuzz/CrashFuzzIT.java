package io.alertrelay.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** The crash fuzz in a short form; {@code src/test/fuzz/crash-fuzz.sh} is the long one. */
class CrashFuzzIT {
    /** Of which the first round has something of everything: {@code ShortFormTest} holds that. */
    static final long SEED = 316;

    static final int ROUNDS = 1;

    private static final int MOST_IN_FLIGHT = 8;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path folder;

    @BeforeAll
    static void quiet() {
        CrashFuzz.quiet();
    }

    @Test
    void noPromiseIsBrokenThoughTheRelayIsKilledUnderRandomFaults() throws Exception {
        Settings settings = new Settings(
                SEED,
                1,
                ROUNDS,
                Duration.ofMinutes(3),
                false,
                folder,
                List.of(),
                List.of(),
                MOST_IN_FLIGHT,
                true,
                false);

        assertThat(new Fuzz(settings, System.out).run())
                .as("see above and " + folder)
                .isEmpty();
    }
}
