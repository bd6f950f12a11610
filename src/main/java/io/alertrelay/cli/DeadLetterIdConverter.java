package io.alertrelay.cli;

import io.alertrelay.ledger.DeadLetterId;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the id of a dead letter from the command line. */
final class DeadLetterIdConverter implements ITypeConverter<DeadLetterId> {
    @Override
    public DeadLetterId convert(String text) {
        return DeadLetterId.parse(text)
                .orElseThrow(() -> new TypeConversionException("found \"" + text + "\", expected one such as dl-0-17"));
    }
}
