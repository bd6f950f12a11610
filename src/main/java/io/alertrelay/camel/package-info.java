/**
 * The components and beans that the routes in {@code routes/} use. Camel's types are only used here, except by Kafka's
 * clients.
 *
 * <pre>
 *  from: intake:webhooks       IntakeConsumer      hands out what the public port takes; the body is its answer
 *  bean: webhook               IntakeSteps         builds the record to store, and the answer
 *  to:   router:records        RoutingSteps        queues a webhook, or a replayed event, for its integration
 *  from: router:turns          TurnConsumer        hands out what waits, turn by turn; no exception: it is decided
 *  from: router:decided        DecidedConsumer     hands out what was decided together, by partition
 *  process: …                  RouterSteps         the predicates and actions of the choice
 *  bean: routing               RoutingSteps        stores events, and what can't be read
 *  process: storeDecisions     StoreDecisions      continues when decisions are acknowledged
 *  to:   outbox:{{slug}}       DeliverySteps       offers a delivery to the channel's outbox
 *  from: outbox:{{slug}}       OutboxConsumer      hands out the event whose turn it is; the HTTP answer is its answer
 *  from: recorder:settlements  SettlementConsumer  hands out how deliveries ended; no exception: offsets may move
 *  to:   replay:orders         RelayRoutes         notifies the replayer
 *  from: replay:events         ReplayConsumer      hands out replayed events; no exception: they are stored
 * </pre>
 *
 * <p>{@code RelayComponent} is the base of these endpoints. The rest reads and writes records, supervises camel-kafka's
 * poll loops, and bounds camel-http. Must not decide anything about alerts: other packages do, without Camel.
 */
@NullMarked
package io.alertrelay.camel;

import org.jspecify.annotations.NullMarked;
