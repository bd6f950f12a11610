/** Writes answers as JSON from their records. Must not know anything of the relay but {@code alert}. */
@NullMarked
package io.alertrelay.json;

import org.jspecify.annotations.NullMarked;
