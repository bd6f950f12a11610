/**
 * Alert Relay. Begin at {@code routes/}, which show what happens to an alert; then read the packages, of which many
 * answer one question each. Packages must not depend on each other in a circle; {@code ArchitectureTest} checks which
 * must not know which.
 *
 * <pre>
 *   alert  arms  flashduty  routing  pipeline   what an alert is, and where it goes: no Kafka, no Camel, no HTTP
 *   record                                      what is in the topics
 *   intake  delivery  kafka  camel              the relay: accepts, stores, routes, sends
 *   kafka.embedded                              the broker in the relay's own process, and its data folder
 *   config  management  observe                 settings, management port, metrics and logs
 *   watchdog  time  concurrent                  detects parts that have stopped; clocks; tasks in parallel
 *   selfalert  tracing  sandbox                 reports of the relay about itself, spans, the stand-in Flashduty
 *   reading  api  json  text                    what all questions share
 *   audit trail tail explain rulesets repair
 *   replay find channels testalert status
 *   journal                                     one question each: reading, answer, text, resource and command
 *   cli                                         the base of all commands
 *   app                                         assembles, starts, stops, reloads; knows all of them
 *   Main                                        the command line: lists all commands
 * </pre>
 */
@NullMarked
package io.alertrelay;

import org.jspecify.annotations.NullMarked;
