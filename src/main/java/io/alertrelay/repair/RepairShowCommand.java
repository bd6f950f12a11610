package io.alertrelay.repair;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alertrelay.cli.ConfigOption;
import io.alertrelay.cli.JsonCommand;
import io.alertrelay.record.Repairable;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code show}, of dead letters or of quarantine: everything that is known of one. */
abstract class RepairShowCommand<T extends Repairable<T>> extends JsonCommand {
    private final RepairKind<T> kind;

    @Parameters(paramLabel = "ID", description = "Its id, as list shows it.")
    private String text;

    @Mixin
    private ConfigOption config;

    RepairShowCommand(RepairKind<T> kind) {
        this.kind = kind;
    }

    @Override
    public Integer call() throws Exception {
        String id = kind.id(line(), text);
        return ask(config.topics(this), (ledger, progress) -> {
            Repairs<T> all = kind.of(ledger);
            Optional<T> one = all.named(Set.of(id)).stream().findFirst();
            Optional<ObjectNode> shown = one.isPresent() ? all.show(one.get()) : Optional.empty();
            if (shown.isEmpty()) {
                return failed(kind.unknown().formatted(id));
            }
            print(shown::get, out -> kind.text(times()).show(one.get(), shown.get(), out));
            return 0;
        });
    }
}
