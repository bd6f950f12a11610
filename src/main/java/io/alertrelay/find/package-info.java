/**
 * Finds alerts by what they say, and tells what became of each: the search, the resource, {@code relay find}. Knows of the
 * rooms only {@code trail}, whose words for endings it shares.
 */
package io.alertrelay.find;
