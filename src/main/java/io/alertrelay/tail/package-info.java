/** Live events, line by line: {@code relay tail}. Reads the topics without a group. Must not know other questions. */
package io.alertrelay.tail;
