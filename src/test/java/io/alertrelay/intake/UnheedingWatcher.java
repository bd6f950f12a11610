package io.alertrelay.intake;

import java.time.Duration;

/** Takes no notice of anything, but for what a test overrides. */
class UnheedingWatcher implements IntakeServerWatcher {
    @Override
    public void answered(Answered answered) {}

    @Override
    public void brokenOff(Answered never) {}

    @Override
    public void closed(Closed why) {}

    @Override
    public void stoodStill(Duration duration) {}

    @Override
    public void full(Bound bound) {}

    @Override
    public void roomAgain(Bound bound) {}

    @Override
    public void broken(Throwable cause) {}
}
