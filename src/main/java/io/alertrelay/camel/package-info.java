/**
 * Where the routes in {@code routes/} meet the relay's Java. Camel's types end here, and all but Kafka's clients.
 *
 * <pre>
 *  from: intake:webhooks       IntakeConsumer      hands out what the public port takes; the body is its answer
 *  bean: webhook               IntakeSteps         makes the record to store, and the answer
 *  bean: routing               RoutingSteps        what is read, and what is stored of it
 *  bean: router                RouterSteps         turns, and what the choice asks of an alert
 *  process: storeDecisions     StoreDecisions      goes on when decisions are acknowledged
 *  to:   outbox:{{slug}}       DeliverySteps       offers a delivery to the channel's outbox
 *  from: outbox:{{slug}}       OutboxConsumer      hands out the event whose turn it is; the HTTP answer is its answer
 *  from: recorder:settlements  SettlementConsumer  hands out how deliveries ended; no exception: offsets may move
 *  to:   replay:orders         RelayRoutes         tells the replayer that there is something new
 *  from: replay:events         ReplayConsumer      hands out what a replay sends again; no exception: it is stored
 * </pre>
 *
 * <p>{@code RelayComponent} is what these endpoints have in common. The rest reads and writes records, supervises
 * camel-kafka's poll loops, and bounds camel-http. What is decided is decided elsewhere, without Camel.
 */
package io.alertrelay.camel;
