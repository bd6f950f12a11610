/**
 * Dead letters and quarantine: list, show and discard for both, redrive and retry. Of the other questions it knows only
 * {@code explain}, for where a body would go now, and {@code replay}, which sends dead letters again.
 */
@NullMarked
package io.alertrelay.repair;

import org.jspecify.annotations.NullMarked;
