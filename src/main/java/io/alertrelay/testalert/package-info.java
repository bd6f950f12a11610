/**
 * Does an alert reach its channel? Sends a marked one and its recovery the whole way, and waits for the answers. Knows no
 * other room.
 */
package io.alertrelay.testalert;
