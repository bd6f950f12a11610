/**
 * What became of everything: how settlements are written, the audit, and the trail of one webhook. Judges records that
 * it is given; who reads the topics is not its affair.
 */
package io.alertrelay.ledger;
