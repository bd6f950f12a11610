package io.alertrelay.repair;

import io.alertrelay.cli.ConfigOption;
import io.alertrelay.cli.JsonCommand;
import io.alertrelay.config.RelayConfig;
import io.alertrelay.json.Json;
import io.alertrelay.reading.Repairable;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code list}, of dead letters or of quarantine: what is there to be decided? */
abstract class RepairListCommand<T extends Repairable<T>> extends JsonCommand {
    private final RepairKind<T> kind;

    @Mixin
    private ConfigOption config;

    @Mixin
    private final RepairOptions which;

    @Option(names = "--all", description = "Also those about which somebody decided.")
    private boolean all;

    RepairListCommand(RepairKind<T> kind, RepairOptions which) {
        this.kind = kind;
        this.which = which;
    }

    @Override
    public Integer call() throws Exception {
        RepairFilter filter = which.filter(all);
        RelayConfig loaded = config.topics(this);
        List<T> found = ask(loaded, (ledger, progress) -> kind.of(ledger).list(filter, progress));
        if (found.isEmpty()) {
            // Of one that was removed there may be some.
            which.check(config, this, loaded);
        }
        print(
                () -> Json.of(Map.of(
                        kind.word(), found.stream().map(Repairable::summary).toList())),
                out -> kind.text(times()).list(found, out));
        return 0;
    }
}
