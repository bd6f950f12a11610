package io.alertrelay.repair;

import io.alertrelay.cli.ConfigOption;
import io.alertrelay.cli.JsonCommand;
import io.alertrelay.config.RelayConfig;
import io.alertrelay.json.Json;
import io.alertrelay.record.Repairable;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code list}, of dead letters or of quarantine: what is to be resolved? */
abstract class RepairListCommand<T extends Repairable<T>> extends JsonCommand {
    private final RepairKind<T> kind;

    @Mixin
    private ConfigOption config;

    @Mixin
    private final RepairOptions which;

    @Option(names = "--all", description = "Also those about which somebody decided.")
    private boolean all;

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "Only the newest, at most so many. Without it: all of them.")
    private int limit = Integer.MAX_VALUE;

    RepairListCommand(RepairKind<T> kind, RepairOptions which) {
        this.kind = kind;
        this.which = which;
    }

    @Override
    public Integer call() throws Exception {
        if (limit < 1) {
            throw wrong("--limit: found " + limit + ", expected 1 or more");
        }
        RepairFilter filter = which.filter(all);
        RelayConfig loaded = config.topics(this);
        List<T> found = ask(loaded, (ledger, progress) -> kind.of(ledger).list(filter, progress));
        if (found.isEmpty()) {
            // A removed channel may still have some.
            which.check(config, this, loaded);
        }
        List<T> shown = newest(found);
        print(
                () -> Json.of(Map.of(
                                kind.word(),
                                shown.stream().map(Repairable::summary).toList()))
                        .put("more", shown.size() < found.size()),
                out -> {
                    kind.text(times()).list(shown, out);
                    if (shown.size() < found.size()) {
                        out.printf("… and %,d older%n", found.size() - shown.size());
                    }
                });
        return 0;
    }

    /** The newest, in the order of the topic. */
    private List<T> newest(List<T> found) {
        Set<String> names = found.stream()
                .sorted(Comparator.comparing((T one) -> one.at()).reversed())
                .limit(limit)
                .map(Repairable::name)
                .collect(Collectors.toSet());
        return found.stream().filter(one -> names.contains(one.name())).toList();
    }
}
