package io.alertrelay.repair;

import io.alertrelay.cli.ConfigOption;
import io.alertrelay.cli.RelayCommand;
import io.alertrelay.cli.Times;
import io.alertrelay.config.RelayConfig;
import io.alertrelay.reading.AuditProgress;
import io.alertrelay.reading.StartException;
import io.alertrelay.record.Repairable;
import java.util.HashSet;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Selects the records that a command resolves: by ids, or by options. */
final class RepairSelection {
    private final RepairKind<?> kind;

    @Parameters(
            paramLabel = "ID",
            arity = "0..*",
            description = "Their ids, as list shows them; or else options that say which.")
    private List<String> ids = List.of();

    @Mixin
    private final RepairOptions which;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    private RepairSelection(RepairKind<?> kind, RepairOptions which) {
        this.kind = kind;
        this.which = which;
    }

    static RepairSelection ofDeadLetters() {
        return new RepairSelection(RepairKind.DEAD_LETTERS, new DeadLetterOptions());
    }

    static RepairSelection ofQuarantine() {
        return new RepairSelection(RepairKind.QUARANTINE, new QuarantineOptions());
    }

    /**
     * The filter; wrong usage if there are neither ids nor options, or both.
     *
     * @param again whether resolved records may be resolved once more
     */
    RepairFilter filter(boolean again) {
        ids = ids.stream().map(id -> kind.id(spec.commandLine(), id)).toList();
        if (ids.isEmpty() != which.isGiven()) {
            throw new ParameterException(
                    spec.commandLine(), "either ids are needed, or options that say which (" + which.examples() + ")");
        }
        return ids.isEmpty() ? which.filter(again) : RepairFilter.ALL;
    }

    /**
     * The selected records, or why they can't be resolved.
     *
     * @param again whether a resolved record may be resolved once more
     */
    <T extends Repairable<T>> Choice choose(
            Repairs<T> all, RepairFilter filter, boolean again, AuditProgress progress, Times times)
            throws StartException, InterruptedException {
        if (ids.isEmpty()) {
            return Choice.of(all.select(filter, progress));
        }
        return Choice.of(SelectedIds.of(ids, all.named(new HashSet<>(ids)), again, times::show));
    }

    /**
     * Wrong usage if nothing is selected, and options name a channel or an integration that does not exist: a removed
     * one may still have some.
     */
    void check(Choice choice, ConfigOption config, RelayCommand command, RelayConfig loaded) {
        if (choice.chosen().isEmpty() && choice.refusals().isEmpty()) {
            which.check(config, command, loaded);
        }
    }
}
