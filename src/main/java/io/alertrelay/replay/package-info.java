/**
 * Sends a range of the past again, with a lower priority than live events: the plan, the run, the commands and the
 * resource. The order and the state of a replay are in records of their own topic. Must not know other questions.
 */
@NullMarked
package io.alertrelay.replay;

import org.jspecify.annotations.NullMarked;
