/**
 * Utilities for texts: sanitizing, display width, digests, suggestions, ages, words of enums. Must not know any other
 * package.
 */
@NullMarked
package io.alertrelay.text;

import org.jspecify.annotations.NullMarked;
