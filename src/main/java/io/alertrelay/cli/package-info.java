/**
 * What all commands share: the base class, options for configuration and relay, times, tables, colours, exit codes.
 * Must not know any command: each is in the package of its question, and {@code Main} lists them.
 */
@NullMarked
package io.alertrelay.cli;

import org.jspecify.annotations.NullMarked;
