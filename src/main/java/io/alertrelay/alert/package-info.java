/**
 * An alert and the terms that every package uses: its key, status and severity, the form of times, and the trace that a
 * sender states. Must not know any other package.
 */
@NullMarked
package io.alertrelay.alert;

import org.jspecify.annotations.NullMarked;
