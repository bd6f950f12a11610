/**
 * What the HTTP resources of all questions share: the open topics, errors, and parsing of parameters and bodies. Must
 * not know any question.
 */
@NullMarked
package io.alertrelay.api;

import org.jspecify.annotations.NullMarked;
