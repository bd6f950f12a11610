/**
 * What all commands share: the base, configuration and relay as options, times, tables, colours, exit codes. Knows no
 * command: each lives in the room whose question it asks, and {@code Main} lists them.
 */
package io.alertrelay.cli;
