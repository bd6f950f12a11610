package io.alertrelay.fuzz.check;

import io.alertrelay.fuzz.history.SeenPush;
import java.util.List;

/**
 * One alert in one channel: what order is about.
 *
 * @param deliveries in the order in which their webhooks are stored
 * @param pushes of all of them, in the order in which they arrived
 */
record Track(String channel, String alertKey, List<DueOnce> deliveries, List<SeenPush> pushes) {}
