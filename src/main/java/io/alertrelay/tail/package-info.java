/** Live events, line by line: {@code relay tail}. Reads the topics without a group. Must not know other questions. */
@NullMarked
package io.alertrelay.tail;

import org.jspecify.annotations.NullMarked;
