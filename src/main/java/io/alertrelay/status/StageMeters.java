package io.alertrelay.status;

import io.alertrelay.watchdog.Job;
import io.alertrelay.watchdog.Watchdog;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/** Stalled stages and restarted threads, as metrics. All exist from the start. */
final class StageMeters {
    private StageMeters() {}

    static void bind(Watchdog watchdog, MeterRegistry metrics) {
        for (Job job : Job.values()) {
            Gauge.builder(
                            "alert_relay_stage_stalled",
                            watchdog,
                            w -> w.stalls().stream()
                                    .filter(stall -> stall.job() == job)
                                    .count())
                    .description("Stages of the relay that have stopped, and should not have")
                    .tag("stage", job.word())
                    .register(metrics);
            FunctionCounter.builder("alert_relay_stage_restarts", watchdog, w -> w.restarts(job))
                    .description("Threads of the relay that were restarted after they had ended by a fault")
                    .tag("stage", job.word())
                    .register(metrics);
        }
    }
}
