/**
 * ARMS and Prometheus Alertmanager as senders: reads their bodies, liberally, into alerts. Must not know rules, Kafka
 * or Flashduty.
 */
package io.alertrelay.arms;
