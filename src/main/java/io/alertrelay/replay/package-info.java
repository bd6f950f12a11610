/**
 * Sends a range of the past again, with a lower priority than live events: the order, the plan, the run, the commands
 * and the resource. The state of a replay is in records of its own topic. Must not know other questions.
 */
@NullMarked
package io.alertrelay.replay;

import org.jspecify.annotations.NullMarked;
