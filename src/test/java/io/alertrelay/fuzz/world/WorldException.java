package io.alertrelay.fuzz.world;

/** The processes do not do what they must for a round to go on; that is a finding too. */
public final class WorldException extends Exception {
    WorldException(String message) {
        super(message);
    }
}
