/**
 * The alerts of the relay about itself: its problems, each until it is over, and a heartbeat. Decides what is reported.
 * Must not know how problems are detected, or how alerts are stored.
 */
@NullMarked
package io.alertrelay.selfalert;

import org.jspecify.annotations.NullMarked;
