package io.alertrelay.fuzz.world;

import io.alertrelay.audit.AuditReport;
import io.alertrelay.audit.AuditRun;
import io.alertrelay.config.ConfigLoader;
import io.alertrelay.config.InvalidConfigException;
import io.alertrelay.json.Json;
import io.alertrelay.reading.Ledger;
import io.alertrelay.reading.Scope;
import io.alertrelay.reading.StartException;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/** Asks the relay's own {@code audit}. */
public final class Audit {
    private final World world;

    public Audit(World world) {
        this.world = world;
    }

    /** What it finds; empty if nothing. In this process, as the command does it: a JVM more would take longer. */
    public Optional<String> complaint() throws IOException, InterruptedException, WorldException {
        try (Ledger ledger = Ledger.open(new ConfigLoader(Map.of()).load(world.config()), what -> {})) {
            AuditReport report = AuditRun.of(ledger, Scope.ALL, (topic, read, total) -> {});
            return report.clean()
                    ? Optional.empty()
                    : Optional.of("the audit is not clean: " + Json.of(report).toPrettyString());
        } catch (InvalidConfigException | StartException e) {
            throw new WorldException("the audit can't begin: " + e.getMessage());
        }
    }
}
