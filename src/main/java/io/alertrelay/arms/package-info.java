/**
 * ARMS and Prometheus Alertmanager, as senders: reads their bodies, liberally, into alerts. Knows nothing of rules,
 * Kafka or Flashduty.
 */
package io.alertrelay.arms;
