package io.alertrelay.fuzz.plan;

/**
 * When which trouble comes.
 *
 * @param acks when so many webhooks are acknowledged, or all are sent
 */
public record Disturbance(int acks, Trouble trouble) {
    @Override
    public String toString() {
        return trouble + " at " + acks + " acks";
    }
}
