/**
 * The records of the topics: one class for each, with its key, headers and value, and the ids and places by which
 * records refer to each other. All other packages read and write records by these only. May know {@code alert} and
 * {@code text}; must not know Kafka or Camel.
 *
 * <p>The topic of webhooks is the <em>journal</em>: the history that replays, audits and searches read (the command
 * {@code relay journal} is about all topics). Its id in Kafka is recorded ({@code journalId}) wherever offsets of it
 * are: a topic that is recreated has other webhooks there.
 *
 * <table>
 * <caption>The topics. Their names have the configured prefix. Texts are UTF-8, times RFC 3339 in UTC. Readers ignore
 * unknown fields; a record that they can't read at all was not written by a relay</caption>
 *   <tr><th>topic</th><th>key</th><th>value</th><th>written as</th><th>read as</th></tr>
 *   <tr><td>webhooks</td><td>integration</td><td>the body as received</td>
 * <td>{@link io.alertrelay.record.WebhookRecord}</td><td>the same</td></tr>
 *   <tr><td>decisions, compacted</td><td>alert</td><td>the open alert, JSON version 1; none if it is over</td>
 * <td>{@link io.alertrelay.record.DecisionRecord}, {@link io.alertrelay.record.ReplayChange}</td> <td>the
 * same</td></tr>
 *   <tr><td>channel.*</td><td>alert</td><td>the request as it is sent</td>
 * <td>{@link io.alertrelay.record.EventRecord}</td> <td>{@link io.alertrelay.record.Delivery}; by observers {@link
 * io.alertrelay.record.DueDelivery}</td></tr>
 *   <tr><td>replayed</td><td>alert</td><td>the request as it is sent</td>
 * <td>{@link io.alertrelay.record.ReplayedRecord}</td>
 * <td>the same; by observers {@link io.alertrelay.record.HandedOver}</td></tr>
 *   <tr><td>receipts</td><td>delivery</td><td>JSON</td><td>{@link io.alertrelay.record.ReceiptValue}</td>
 * <td>{@link io.alertrelay.record.SettledDelivery}</td></tr>
 *   <tr><td>dead-letters</td><td>alert</td><td>JSON</td>
 * <td>{@link io.alertrelay.record.DeadLetterValue}; resolutions: {@link io.alertrelay.record.Resolution}</td>
 * <td>{@link io.alertrelay.record.DeadLetter}, {@link io.alertrelay.record.Resolution}</td></tr>
 *   <tr><td>quarantine</td><td>integration, or that of the record</td><td>the body, or the record's value</td>
 * <td>{@link io.alertrelay.record.WebhookRecord}, {@link io.alertrelay.record.Quarantined}; resolutions:
 * {@link io.alertrelay.record.Resolution}</td> <td>{@link io.alertrelay.record.Quarantined}, {@link
 * io.alertrelay.record.Resolution}</td></tr>
 *   <tr><td>refusals</td><td>relay</td><td>JSON</td><td>{@link io.alertrelay.record.EndpointRefusals}</td>
 * <td>the same</td></tr>
 *   <tr><td>rule-sets, compacted</td><td>version of the rules</td><td>JSON</td>
 * <td>{@link io.alertrelay.record.KeptRuleSet}</td><td>the same</td></tr>
 *   <tr><td>replays, compacted</td><td>replay; {@code <replay>/wish}; {@code <replay>/progress}</td><td>JSON, the order
 * version 1</td> <td>{@link io.alertrelay.record.ReplayOrder}, {@link io.alertrelay.record.ReplayControl}, {@link
 * io.alertrelay.record.ReplayProgress}</td> <td>the same</td></tr>
 *   <tr><td>relays, compacted</td><td>relay, whose name has no slash; {@code rate/<relay>}; {@code pause/<channel>},
 * {@code probe/<channel>}; {@code discard/<id>}; {@code webhooks/…}; {@code commit/<topic>}</td><td>JSON</td>
 * <td>{@link io.alertrelay.record.RelayVersion}; {@link io.alertrelay.record.RateClaim}; {@link
 * io.alertrelay.record.ChannelOrder}; {@link io.alertrelay.record.DiscardClaim}; {@link
 * io.alertrelay.record.PartitionsRecord}; {@link io.alertrelay.record.KeptCommit}</td> <td>the same</td></tr>
 * </table>
 */
@NullMarked
package io.alertrelay.record;

import org.jspecify.annotations.NullMarked;
