/**
 * What all commands share: the base class, options for configuration and relay, times, tables, colours, exit codes.
 * Must not know any command: each is in the package of its question, and {@code Main} lists them.
 */
package io.alertrelay.cli;
