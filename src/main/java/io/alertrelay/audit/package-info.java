/**
 * The question "is everything that was accepted accounted for?": the records of an audit, its findings, the command.
 * The findings are derived without reading topics. Must not know other questions.
 */
@NullMarked
package io.alertrelay.audit;

import org.jspecify.annotations.NullMarked;
