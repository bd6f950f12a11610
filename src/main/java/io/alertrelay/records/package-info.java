/**
 * What the records of the relay's topics say, in the words of the ledger: shared by all that reads topics as a
 * bystander. A record that is not of the relay's making says nothing.
 */
package io.alertrelay.records;
