/**
 * ARMS and Prometheus Alertmanager as senders: reads their bodies, liberally, into alerts. May know {@code alert} and
 * {@code text}; must not know rules, Kafka or Flashduty. {@code WebhookReader} reads a body; {@code ConsoleTemplate}
 * recognizes the console's test and wrong templates, which are refused; {@code PresetReader} reads the preset template
 * after all, for a retry from quarantine.
 */
@NullMarked
package io.alertrelay.arms;

import org.jspecify.annotations.NullMarked;
