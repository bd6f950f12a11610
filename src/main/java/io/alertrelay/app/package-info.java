/**
 * Puts the relay together: starts, stops and reloads it ({@link io.alertrelay.app.App}), and answers the questions of
 * operators from the topics. Decides nothing about alerts. What is here may know every other package but {@code cli}.
 */
package io.alertrelay.app;
