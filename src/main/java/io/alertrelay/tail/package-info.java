/**
 * What happens now, line by line: {@code relay tail}. Reads the topics as a bystander, and knows no other room.
 */
package io.alertrelay.tail;
