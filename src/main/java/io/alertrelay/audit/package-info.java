/**
 * Is everything that was accepted accounted for? The books, the judge, the command. The judge reads no topic itself, and
 * nothing here knows another room.
 */
package io.alertrelay.audit;
