/** Writes answers as JSON from their records. Must not know anything of the relay but {@code alert}. */
package io.alertrelay.json;
