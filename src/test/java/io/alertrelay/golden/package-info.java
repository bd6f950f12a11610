/**
 * What stands in the topics, byte for byte, as an earlier version wrote it: a later one must read it, and go on where
 * that one stopped. The files in {@code src/test/resources/golden} are made by {@code src/test/golden/record.sh}; they
 * are written again only when the format of a topic is changed on purpose, and then the old ones are kept next to them.
 */
package io.alertrelay.golden;
