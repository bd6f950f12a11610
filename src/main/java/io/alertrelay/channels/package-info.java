/**
 * The running channels, operators' orders for them, their shares of the account's rate, and what waits in removed ones;
 * assembles the outboxes and their routes. Must not know other questions.
 */
@NullMarked
package io.alertrelay.channels;

import org.jspecify.annotations.NullMarked;
