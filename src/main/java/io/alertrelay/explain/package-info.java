/**
 * Where an alert goes by the current rules and went by the former ones, and what other rules would have done: explain
 * and what-if, in the API and as commands. Of the other questions it knows only {@code trail}, for what happened.
 */
@NullMarked
package io.alertrelay.explain;

import org.jspecify.annotations.NullMarked;
