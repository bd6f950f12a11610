package io.alertrelay.fuzz.world;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Asks the relay's own {@code audit}. */
public final class Audit {
    private static final String MAIN = "io.alertrelay.cli.Main";

    private final World world;

    public Audit(World world) {
        this.world = world;
    }

    /** What it finds; empty if nothing. */
    public Optional<String> complaint() throws IOException, InterruptedException, WorldException {
        Path log = world.folder().resolve("audit.log");
        Files.deleteIfExists(log);
        Child audit = Child.start(
                "audit", log, MAIN, List.of("audit", "--config", world.config().toString()));
        int exit = audit.exit();
        return exit == 0
                ? Optional.empty()
                : Optional.of("relay audit ended with " + exit + ": " + Files.readString(log));
    }
}
