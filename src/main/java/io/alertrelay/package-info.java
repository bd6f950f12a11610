/**
 * The house. Begin at {@code routes/}, which tells the story of an alert; then the rooms, which each answer one question.
 *
 * <pre>
 *   alert  arms  flashduty  routing  pipeline   what an alert is, and where it goes: no Kafka, no Camel, no HTTP
 *   intake  delivery  kafka  camel              the relay: takes, stores, routes, sends
 *   config  management  observe  watchdog  …    its settings, its port for people, what it shows
 *   reading  api  json  text                    what all questions share
 *   audit trail tail explain rulesets repair
 *   replay find channels testalert status       the rooms: reading, answer, text, resource and command of one question
 *   cli                                         the base of all commands
 *   app                                         assembles, starts, stops, reloads; knows all rooms
 *   Main                                        the command line: lists what the rooms have
 * </pre>
 */
package io.alertrelay;
