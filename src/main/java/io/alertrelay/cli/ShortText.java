package io.alertrelay.cli;

import io.alertrelay.management.OperatorName;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a text that is kept with what is ordered, such as who orders it: not blank, and not too long. */
public final class ShortText implements ITypeConverter<String> {
    @Override
    public String convert(String text) {
        if (text.isBlank() || text.length() > OperatorName.LONGEST) {
            throw new TypeConversionException("found " + (text.isBlank() ? "nothing" : text.length() + " characters")
                    + ", expected a text of at most " + OperatorName.LONGEST);
        }
        return text;
    }
}
