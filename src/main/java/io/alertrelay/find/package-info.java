/**
 * The question "an alert did not arrive: what became of it?": finds alerts by what they say, newest first, among all
 * that came, also what was refused or could not be read. It reads the journal from its end, in pieces, passes over what
 * the raw bytes rule out, and looks up how an alert ended only once it is found.
 */
package io.alertrelay.find;
