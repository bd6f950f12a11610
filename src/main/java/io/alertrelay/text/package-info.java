/** What is done with texts: made safe to print, measured, digested, guessed at. Knows nothing of the relay. */
package io.alertrelay.text;
