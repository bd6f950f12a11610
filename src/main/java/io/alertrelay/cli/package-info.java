/**
 * The command line: options in, text or JSON out. Asks {@code app}, or a running relay by HTTP; decides nothing itself.
 */
package io.alertrelay.cli;
