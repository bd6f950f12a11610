/**
 * What the rooms share that answer by HTTP: the desk that has the open topics and says why there is no answer, and how
 * parameters and bodies are read. Knows no room.
 */
package io.alertrelay.api;
