/**
 * Where an alert goes by the rules of now and went by those of then, and what other rules would have done: explain and
 * what-if, over the API and as commands. Knows of the rooms only {@code trail}, which tells what was.
 */
package io.alertrelay.explain;
