package io.alertrelay.config;

import java.util.Optional;
import org.snakeyaml.engine.v2.exceptions.Mark;

/**
 * Something in a valid configuration that is probably not meant as written.
 *
 * @param line from 1
 * @param column from 1
 * @param path {@code integrations[0].routes.cases[3]}
 * @param why what follows from how it is written
 * @param advice how to write what was probably meant
 */
public record ConfigWarning(String file, int line, int column, String path, String why, String advice) {

    static ConfigWarning at(String file, Optional<Mark> mark, String path, String why, String advice) {
        int line = mark.map(m -> m.getLine() + 1).orElse(0);
        int column = mark.map(m -> m.getColumn() + 1).orElse(0);
        return new ConfigWarning(file, line, column, path, why, advice);
    }

    /** The warning in one line: {@code relay.yaml:12:5: integrations[0].routes.cases[3]: warning: …; …}. */
    @Override
    public String toString() {
        return file + ":" + line + ":" + column + ": " + path + ": warning: " + why + "; " + advice;
    }
}
