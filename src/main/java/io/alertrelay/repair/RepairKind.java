package io.alertrelay.repair;

import io.alertrelay.cli.Colours;
import io.alertrelay.cli.Times;
import io.alertrelay.reading.DeadLetter;
import io.alertrelay.reading.Ledger;
import io.alertrelay.reading.Quarantined;
import io.alertrelay.reading.Repairable;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * What people decide about, as its commands have it.
 *
 * @param word for all of them, in JSON
 * @param noun for one
 * @param unknown what is said if there is none of an id, with its place
 * @param repairs where they are
 * @param text how they are printed
 * @param <T> one of them
 */
record RepairKind<T extends Repairable<T>>(
        String word,
        String noun,
        String unknown,
        Function<Ledger, ? extends Repairs<T>> repairs,
        BiFunction<Colours, Times, ? extends RepairText<T>> text) {
    static final RepairKind<DeadLetter> DEAD_LETTERS = new RepairKind<>(
            "dead_letters",
            "dead letter",
            "there is no dead letter %s, or it was deleted for its age",
            DeadLetters::new,
            DeadLetterText::new);
    static final RepairKind<Quarantined> QUARANTINE = new RepairKind<>(
            "quarantine",
            "record",
            "there is no %s in quarantine, or it was deleted for its age",
            Quarantine::new,
            QuarantineText::new);

    Repairs<T> of(Ledger ledger) {
        return repairs.apply(ledger);
    }

    RepairText<T> text(Times times) {
        return text.apply(Colours.auto(), times);
    }
}
