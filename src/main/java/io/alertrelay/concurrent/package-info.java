/** Tasks that mostly wait, in parallel. Must not know any other package. */
@NullMarked
package io.alertrelay.concurrent;

import org.jspecify.annotations.NullMarked;
