/**
 * Opens and reads the topics of a relay for a question, whether the relay runs or not. Must not know any question.
 */
@NullMarked
package io.alertrelay.reading;

import org.jspecify.annotations.NullMarked;
