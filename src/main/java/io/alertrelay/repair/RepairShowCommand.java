package io.alertrelay.repair;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alertrelay.cli.ConfigOption;
import io.alertrelay.cli.RelayCommand;
import io.alertrelay.reading.Repairable;
import java.util.Optional;
import picocli.CommandLine.Mixin;

/** {@code show}, of dead letters or of quarantine: all that is known of one. */
abstract class RepairShowCommand<T extends Repairable<T>> extends RelayCommand {
    private final RepairKind<T> kind;

    @Mixin
    private ConfigOption config;

    RepairShowCommand(RepairKind<T> kind) {
        this.kind = kind;
    }

    abstract String id();

    @Override
    public Integer call() throws Exception {
        return ask(config.topics(this), (ledger, progress) -> {
            Repairs<T> all = kind.of(ledger);
            Optional<T> one = all.list(RepairFilter.ALL, progress).stream()
                    .filter(found -> found.name().equals(id()))
                    .findFirst();
            Optional<ObjectNode> shown = one.isPresent() ? all.show(one.get()) : Optional.empty();
            if (shown.isEmpty()) {
                return failed(kind.unknown().formatted(id()));
            }
            print(shown::get, out -> kind.text(times()).show(one.get(), shown.get(), out));
            return 0;
        });
    }
}
