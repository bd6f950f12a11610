/**
 * The question "is everything that was accepted accounted for?": the records of an audit, its findings, the command.
 * The findings are derived without reading topics. Must not know other questions.
 */
package io.alertrelay.audit;
