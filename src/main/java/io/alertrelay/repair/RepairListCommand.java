package io.alertrelay.repair;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alertrelay.cli.ConfigOption;
import io.alertrelay.cli.JsonCommand;
import io.alertrelay.config.RelayConfig;
import io.alertrelay.json.Json;
import io.alertrelay.record.Repairable;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code list}, of dead letters or of quarantine: what is to be resolved? */
abstract class RepairListCommand<T extends Repairable<T>> extends JsonCommand {
    private final RepairKind<T> kind;

    @Mixin
    private ConfigOption config;

    @Mixin
    private final RepairOptions which;

    @Option(names = "--all", description = "Also those that were handled.")
    private boolean all;

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "Only the newest, at most so many. Default: 10000, which is the most.")
    private int limit = NewestRecords.MOST;

    RepairListCommand(RepairKind<T> kind, RepairOptions which) {
        this.kind = kind;
        this.which = which;
    }

    @Override
    public Integer call() throws Exception {
        if (limit < 1 || limit > NewestRecords.MOST) {
            throw wrong("--limit: found " + limit + ", expected 1 to " + NewestRecords.MOST
                    + "; --from and --to select older ones");
        }
        RepairFilter filter = which.filter(all);
        RelayConfig loaded = config.topics(this);
        NewestRecords newest = ask(loaded, (ledger, progress) -> kind.of(ledger).newest(filter, limit, progress));
        List<ObjectNode> shown = newest.summaries();
        if (shown.isEmpty()) {
            // A removed channel may still have some.
            which.check(config, this, loaded);
        }
        boolean isAll = shown.isEmpty() && !which.isGiven();
        print(() -> Json.of(Map.of(kind.word(), shown)).put("more", newest.older() > 0), out -> {
            if (isAll) {
                out.println(
                        all ? kind.text(times()).empty() : kind.text(times()).allDecided());
            } else {
                kind.text(times()).list(shown, newest.older(), out);
            }
        });
        return 0;
    }
}
