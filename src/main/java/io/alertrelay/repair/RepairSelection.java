package io.alertrelay.repair;

import io.alertrelay.cli.Times;
import io.alertrelay.reading.AuditProgress;
import io.alertrelay.reading.DeadLetter;
import io.alertrelay.reading.Quarantined;
import io.alertrelay.reading.Repairable;
import io.alertrelay.reading.StartException;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What a command is to decide about: by ids, or by options that say which. */
abstract class RepairSelection<T extends Repairable<T>> {
    private static final String IDS = "Their ids, as list shows them; or else options that say which.";

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    abstract List<String> ids();

    abstract RepairOptions which();

    /** Which to read; wrong usage if it is not said, or said twice. */
    final RepairFilter filter() {
        if (ids().isEmpty() != which().isGiven()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "either ids are needed, or options that say which (" + which().examples() + ")");
        }
        return ids().isEmpty() ? which().filter(false) : RepairFilter.ALL;
    }

    /**
     * Those that are meant, or why some of them can't be decided about.
     *
     * @param again whether one that is decided may be decided once more
     */
    final SelectedIds<T> choose(Repairs<T> all, RepairFilter filter, boolean again, AuditProgress progress, Times times)
            throws StartException, InterruptedException {
        List<T> found = all.list(filter, progress);
        return ids().isEmpty() ? new SelectedIds<>(found, List.of()) : SelectedIds.of(ids(), found, again, times::show);
    }

    /** Of dead letters. */
    static final class OfDeadLetters extends RepairSelection<DeadLetter> {
        @Parameters(paramLabel = "ID", arity = "0..*", converter = DeadLettersCommand.Id.class, description = IDS)
        private List<String> ids = List.of();

        @Mixin
        private DeadLetterOptions which;

        @Override
        List<String> ids() {
            return ids;
        }

        @Override
        RepairOptions which() {
            return which;
        }
    }

    /** Of records in quarantine. */
    static final class OfQuarantine extends RepairSelection<Quarantined> {
        @Parameters(paramLabel = "ID", arity = "0..*", converter = QuarantineCommand.Id.class, description = IDS)
        private List<String> ids = List.of();

        @Mixin
        private QuarantineOptions which;

        @Override
        List<String> ids() {
            return ids;
        }

        @Override
        RepairOptions which() {
            return which;
        }
    }
}
