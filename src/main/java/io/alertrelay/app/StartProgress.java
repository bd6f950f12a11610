package io.alertrelay.app;

import io.alertrelay.management.HealthReport;
import io.alertrelay.reading.StartupListener;
import io.alertrelay.status.Health;
import java.util.Optional;

/** What a start waits for, as health shows it; passes on what it is told. */
final class StartProgress implements StartupListener {
    private final StartupListener listener;
    private volatile Optional<String> waitingFor = Optional.empty();

    StartProgress(StartupListener listener) {
        this.listener = listener;
    }

    @Override
    public void step(String what) {
        waitingFor = Optional.empty();
        listener.step(what);
    }

    @Override
    public void waiting(String what) {
        waitingFor = Optional.of(what);
        listener.waiting(what);
    }

    @Override
    public void working() {
        listener.working();
    }

    /** The health of a relay that is starting. */
    HealthReport report() {
        HealthReport report = Health.notRunning("starting");
        waitingFor.ifPresent(what -> report.details().put("waiting_for", what));
        return report;
    }
}
