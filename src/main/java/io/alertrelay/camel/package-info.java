/**
 * The components and beans that the routes in {@code routes/} use. Camel's types are only used here, except by Kafka's
 * clients. What a consumer ({@code from}) hands out, and what the other names stand for:
 *
 * <pre>
 *  from: intake:webhooks                     IntakeConsumer      what the public port takes; the body is its answer
 *  process: inspect                          IntakeSteps         builds the record to store, and says what it is
 *  when: readableBody, unreadableBody        IntakeSteps         what was received
 *  when: testButton                          IntakeSteps         whether it is of the Test button of the console
 *  process: accepted, rejected, consoleTest  IntakeSteps         build the answer
 *  to: router:records                        RoutingSteps        queues a webhook, or a replayed event
 *  from: router:turns                        TurnConsumer        what waits, in turns; no exception: it is decided
 *  when: replayedEvent, unreadableWebhook    RouterSteps         what the turn is
 *  when: unreadableAlert, knownAlert         RouterSteps         what is known of one alert
 *  when: matchedByCase                       RouterSteps         whether the rules have a channel for it
 *  process: letIn, quarantine, setAside      RouterSteps         take what no rule decides on
 *  process: follow, byCases, byDefault       RouterSteps         decide where an alert goes
 *  from: router:decided                      DecidedConsumer     what was decided together, by partition
 *  process: storeDecisions                   StoreDecisions      continues when decisions are acknowledged
 *  process: storeEvents                      RoutingSteps        writes events; the offset follows their acks
 *  bean: routing                             RoutingSteps        takes what can't be read, and what failed
 *  bean: delivery-{{slug}}                   DeliverySteps       finds out what a channel's record is, and takes it
 *  when: notItsTurn, settledBefore           DeliverySteps       whether there is nothing to deliver, or not now
 *  when: overtaken, maybeSent                DeliverySteps       whether something newer came, or it may have been sent
 *  to: outbox:{{slug}}                       DeliverySteps       offers a delivery to the channel's outbox
 *  from: outbox:{{slug}}                     OutboxConsumer      the event whose turn it is; HTTP's answer is its own
 *  from: recorder:settlements                SettlementConsumer  how deliveries ended; no exception: offsets may move
 *  when: anyDeadLetters                      SettlementConsumer  whether any of them ended as a dead letter
 *  to: replay:orders                         RelayRoutes         notifies the replayer
 *  from: replay:events                       ReplayConsumer      replayed events; no exception: they are stored
 *  uses: routingClients, replayClients       KafkaClients        consumers that commit what is settled
 *  uses: clients-{{slug}}                    KafkaClients        the same for a channel
 *  uses: http-{{slug}}                       PushClient          how a channel's requests are sent
 *  uses: recordJson                          RecordJson          how a record is written
 *  uses: together                            RelayRoutes         makes a list of the parts of a split
 * </pre>
 *
 * <p>{@code RelayComponent} is the base of these endpoints. The rest reads and writes records, supervises camel-kafka's
 * poll loops, and bounds camel-http; or keeps what the steps share: the open alerts of the partitions ({@code
 * OpenAlertsByPartition}), whose turn it is ({@code RoutingQueue}), which deliveries are copies ({@code
 * RepeatedDeliveries}). Where an alert goes, and what becomes of a delivery, is decided by other packages, without Camel.
 */
@NullMarked
package io.alertrelay.camel;

import org.jspecify.annotations.NullMarked;
