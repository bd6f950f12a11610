/**
 * ARMS and Prometheus Alertmanager as senders: reads their bodies, liberally, into alerts. Must not know rules, Kafka
 * or Flashduty.
 */
@NullMarked
package io.alertrelay.arms;

import org.jspecify.annotations.NullMarked;
