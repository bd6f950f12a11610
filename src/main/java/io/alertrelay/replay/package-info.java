/**
 * Sends a stretch of the past again, below what is live: what is ordered, the plan, the run, the commands and the resource.
 * What a replay is stands in records of its own topic. Knows no other room.
 */
package io.alertrelay.replay;
