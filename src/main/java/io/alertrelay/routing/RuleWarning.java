package io.alertrelay.routing;

/**
 * Something in valid rules that is probably not meant as written.
 *
 * @param path where, from the top of the rule set and counted from 0: {@code cases[0].if[1].vals[0]}
 * @param why what follows from how it is written
 * @param advice how to write what was probably meant
 */
public record RuleWarning(String path, String why, String advice) {
    /** The warning in one line, for a person. */
    @Override
    public String toString() {
        return path + ": " + why + "; " + advice;
    }
}
