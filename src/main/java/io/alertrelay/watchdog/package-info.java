/**
 * Detects when a part of the relay has stopped. Each part reports progress to its {@link io.alertrelay.watchdog.Stage};
 * the {@link io.alertrelay.watchdog.Watchdog} checks all of them every second; and a {@link
 * io.alertrelay.watchdog.SupervisedThread} is restarted when its work ends by a bug or an Error. All times are
 * monotonic, in nanoseconds. Must not know any other package but {@code record}, for the words of its enums.
 */
@NullMarked
package io.alertrelay.watchdog;

import org.jspecify.annotations.NullMarked;
