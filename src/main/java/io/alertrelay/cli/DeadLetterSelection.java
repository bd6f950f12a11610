package io.alertrelay.cli;

import io.alertrelay.app.AuditProgress;
import io.alertrelay.app.Choice;
import io.alertrelay.app.DeadLetters;
import io.alertrelay.app.StartException;
import io.alertrelay.ledger.DeadLetter;
import io.alertrelay.ledger.DeadLetterFilter;
import io.alertrelay.ledger.DeadLetterId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What a command is to decide about of the dead letters: by ids, or by options that say which. */
final class DeadLetterSelection {
    @Parameters(
            paramLabel = "ID",
            arity = "0..*",
            converter = DeadLetterIdConverter.class,
            description = "Their ids, as list shows them; or else options that say which.")
    private List<DeadLetterId> ids = List.of();

    @Mixin
    private DeadLetterOptions which;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    /** Which letters to read; wrong usage if it is not said, or said twice. */
    DeadLetterFilter filter() {
        if (ids.isEmpty() != which.isGiven()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "either ids are needed, or options that say which (--channel, --cause, --last, …)");
        }
        return ids.isEmpty() ? which.filter(false) : DeadLetterFilter.ALL;
    }

    /**
     * Those that are meant, or why some of them can't be decided about.
     *
     * @param again whether one that is decided may be decided once more
     */
    Choice<DeadLetter> choose(
            DeadLetters letters, DeadLetterFilter filter, boolean again, AuditProgress progress, Times times)
            throws StartException, InterruptedException {
        List<DeadLetter> found = letters.list(filter, progress);
        if (ids.isEmpty()) {
            return new Choice<>(found, List.of());
        }
        Map<String, DeadLetter> byId =
                found.stream().collect(Collectors.toMap(letter -> letter.id().toString(), Function.identity()));
        return Choice.of(
                ids.stream().map(DeadLetterId::toString).toList(),
                byId,
                letter -> again ? Optional.empty() : letter.resolution(),
                times::show);
    }
}
