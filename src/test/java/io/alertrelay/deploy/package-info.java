/** What the folder {@code deploy} has for operators: each example is checked by the tool that it is for. */
package io.alertrelay.deploy;
