/**
 * The processing of a webhook between the topics: whether it can be read, which alerts are in it, where each goes, and
 * what exactly is sent there. Joins {@code arms}, {@code routing} and {@code flashduty}, which do not know each other,
 * as {@code config} says. Must not know Kafka, HTTP or Camel.
 *
 * <pre>
 *  before it is stored     Inspector       can it be read, is it a test of the ARMS console
 *  when it is routed       RoutableAlert   the predicates and actions of {@code routes/router.camel.yaml}
 *                          OpenAlerts      a recovery goes where its firings went
 *                          ReplayGate      a replayed event is not let in after a newer state of its alert
 *                          DecisionHistory the same after a crash or on another relay
 *  when it is replayed     Rerouter        what the parser and the current templates and rules make of a stored webhook
 *  what all of it is by    ConfigSnapshot  one configuration; a reload replaces it between two webhooks
 * </pre>
 */
@NullMarked
package io.alertrelay.pipeline;

import org.jspecify.annotations.NullMarked;
