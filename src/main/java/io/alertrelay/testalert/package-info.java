/**
 * The question "does an alert reach its channel?": sends a marked alert and its recovery the whole way, and waits for
 * the answers. Must not know other questions.
 */
@NullMarked
package io.alertrelay.testalert;

import org.jspecify.annotations.NullMarked;
