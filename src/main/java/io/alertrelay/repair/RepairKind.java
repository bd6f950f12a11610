package io.alertrelay.repair;

import io.alertrelay.cli.Colours;
import io.alertrelay.cli.Times;
import io.alertrelay.reading.Ledger;
import io.alertrelay.record.DeadLetter;
import io.alertrelay.record.DeadLetterId;
import io.alertrelay.record.Quarantined;
import io.alertrelay.record.ReceiptId;
import io.alertrelay.record.ReceiptId.Topic;
import io.alertrelay.record.Repairable;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/**
 * One of the two kinds of records that operators resolve, for its commands.
 *
 * @param word for all of them, in JSON
 * @param noun for one
 * @param example of an id
 * @param id parses an id; empty if it is invalid
 * @param unknown the message for an id that does not exist, with its place
 * @param repairs opens them
 * @param text prints them
 * @param <T> the type of a record
 */
record RepairKind<T extends Repairable<T>>(
        String word,
        String noun,
        String example,
        Function<String, Optional<?>> id,
        String unknown,
        Function<Ledger, ? extends Repairs<T>> repairs,
        BiFunction<Colours, Times, ? extends RepairText<T>> text) {
    static final RepairKind<DeadLetter> DEAD_LETTERS = new RepairKind<>(
            "dead_letters",
            "dead letter",
            "dl-0-17",
            DeadLetterId::parse,
            "there is no dead letter %s, or it was deleted for its age",
            DeadLetters::new,
            DeadLetterText::new);
    static final RepairKind<Quarantined> QUARANTINE = new RepairKind<>(
            "quarantine",
            "record",
            "q0-3-7k3m9qxr2ztc5vbn",
            text -> ReceiptId.parse(text).filter(id -> id.topic() == Topic.QUARANTINE),
            "there is no %s in quarantine, or it was deleted for its age",
            Quarantine::new,
            QuarantineText::new);

    /** Parses an id from the command line; wrong usage if it is invalid. */
    String id(CommandLine line, String text) {
        return id.apply(text)
                .map(Object::toString)
                .orElseThrow(() -> new ParameterException(
                        line, "ID: found \"" + text + "\", expected one such as " + example + ", as list shows it"));
    }

    Repairs<T> of(Ledger ledger) {
        return repairs.apply(ledger);
    }

    RepairText<T> text(Times times) {
        return text.apply(Colours.auto(), times);
    }
}
