package io.alertrelay.repair;

import java.util.Optional;

/**
 * What was done of an order about several records.
 *
 * @param cutOff why it was not done for all of them, in words for people; empty if it was
 */
record Executed<T>(T done, Optional<String> cutOff) {}
