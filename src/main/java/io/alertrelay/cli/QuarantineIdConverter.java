package io.alertrelay.cli;

import io.alertrelay.intake.ReceiptId;
import io.alertrelay.intake.ReceiptId.Journal;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the id of a record in quarantine from the command line. */
final class QuarantineIdConverter implements ITypeConverter<ReceiptId> {
    @Override
    public ReceiptId convert(String text) {
        return ReceiptId.parse(text)
                .filter(id -> id.journal() == Journal.QUARANTINE)
                .orElseThrow(() -> new TypeConversionException(
                        "found \"" + text + "\", expected one such as q0-3-7k3m9qxr2ztc5vbn, as list shows it"));
    }
}
