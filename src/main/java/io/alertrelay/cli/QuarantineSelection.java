package io.alertrelay.cli;

import io.alertrelay.app.AuditProgress;
import io.alertrelay.app.Choice;
import io.alertrelay.app.Quarantine;
import io.alertrelay.app.StartException;
import io.alertrelay.intake.ReceiptId;
import io.alertrelay.ledger.QuarantineFilter;
import io.alertrelay.ledger.Quarantined;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What a command in quarantine is to decide about: by ids, or by options that say which. */
final class QuarantineSelection {
    @Parameters(
            paramLabel = "ID",
            arity = "0..*",
            converter = QuarantineIdConverter.class,
            description = "Their ids, as list shows them; or else options that say which.")
    private List<ReceiptId> ids = List.of();

    @Mixin
    private QuarantineOptions which;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    /** Which records to read; wrong usage if it is not said, or said twice. */
    QuarantineFilter filter() {
        if (ids.isEmpty() != which.isGiven()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "either ids are needed, or options that say which (--integration, --cause, --last, …)");
        }
        return ids.isEmpty() ? which.filter(false) : QuarantineFilter.ALL;
    }

    /** Those that are meant, or why some of them can't be decided about. */
    Choice<Quarantined> choose(Quarantine quarantine, QuarantineFilter filter, AuditProgress progress, Times times)
            throws StartException, InterruptedException {
        List<Quarantined> found = quarantine.list(filter, progress);
        if (ids.isEmpty()) {
            return new Choice<>(found, List.of());
        }
        Map<String, Quarantined> byId =
                found.stream().collect(Collectors.toMap(record -> record.id().toString(), Function.identity()));
        return Choice.of(ids.stream().map(ReceiptId::toString).toList(), byId, Quarantined::resolution, times::show);
    }
}
