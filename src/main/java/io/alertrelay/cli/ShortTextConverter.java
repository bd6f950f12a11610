package io.alertrelay.cli;

import io.alertrelay.management.OperatorName;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a text that is kept with what is ordered, such as who orders it: not blank, and not too long. */
public class ShortTextConverter implements ITypeConverter<String> {
    private final int longest;

    /** As long as an operator's name may be. */
    public ShortTextConverter() {
        this(OperatorName.LONGEST);
    }

    /** @param longest the most characters */
    protected ShortTextConverter(int longest) {
        this.longest = longest;
    }

    @Override
    public final String convert(String text) {
        if (text.isBlank() || text.length() > longest) {
            throw new TypeConversionException("found " + (text.isBlank() ? "nothing" : text.length() + " characters")
                    + ", expected a string of at most " + longest);
        }
        return text;
    }
}
