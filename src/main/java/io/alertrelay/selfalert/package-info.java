/**
 * What the relay tells of itself, by its own way: what is wrong with it, once and until it is over, and that it is
 * there. Decides what is told; who looks what is wrong, and who sends it, is elsewhere.
 */
package io.alertrelay.selfalert;
