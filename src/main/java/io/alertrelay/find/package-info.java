/**
 * Finds alerts by their content, with the outcome of each: the search, the resource, {@code relay find}. Of the other
 * questions it knows only {@code trail}, for the names of outcomes.
 */
@NullMarked
package io.alertrelay.find;

import org.jspecify.annotations.NullMarked;
