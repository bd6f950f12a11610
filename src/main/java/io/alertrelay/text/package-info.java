/** Utilities for texts: sanitizing, display width, digests, suggestions. Must not know any other package. */
package io.alertrelay.text;
