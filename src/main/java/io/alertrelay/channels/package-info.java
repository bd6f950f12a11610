/**
 * The running channels, operators' orders for them, and what waits in removed ones; assembles the outboxes. Must not
 * know other questions.
 */
@NullMarked
package io.alertrelay.channels;

import org.jspecify.annotations.NullMarked;
