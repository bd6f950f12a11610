/**
 * Alert Relay. Begin at {@code routes/}: the files there tell what happens to an alert, stage by stage, and name what
 * they call.
 *
 * <pre>
 *  what is talked about      alert   time
 *  who sends, who receives   arms   flashduty
 *  what is decided           routing (the rules)   pipeline (from a webhook to its events)   delivery (the outbox)
 *  where it meets the world  intake   camel   kafka   management   sandbox (a stand-in Flashduty)
 *  what people ask           ledger   replay   observe   watchdog
 *  how it is put together    config   app   cli
 * </pre>
 *
 * <p>Dependencies between packages never go in a circle; which may not know which is held by {@code ArchitectureTest}.
 */
package io.alertrelay;
