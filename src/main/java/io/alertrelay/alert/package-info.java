/**
 * An alert, and what everybody says about it: its status and its severity. Knows nothing of the rest of the relay.
 */
package io.alertrelay.alert;
