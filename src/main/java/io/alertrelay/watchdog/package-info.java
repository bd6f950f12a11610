/**
 * Notices when a part of the relay has stopped doing its job. Each part has a {@link io.alertrelay.watchdog.Stage} to
 * which it reports that it gets on; the {@link io.alertrelay.watchdog.Watchdog} looks at all of them every second; and
 * a {@link io.alertrelay.watchdog.SupervisedThread} begins anew when its work ends by a bug or an Error. Time is
 * monotonic throughout, in nanoseconds. Knows nothing of the rest.
 */
package io.alertrelay.watchdog;
