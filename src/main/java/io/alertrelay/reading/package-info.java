/**
 * The topics of a relay, open for a question, whether the relay runs or not; and from their records to what they mean.
 * What is asked belongs to the rooms, of which this knows none.
 */
package io.alertrelay.reading;
