package io.alertrelay.app;

import com.sun.management.UnixOperatingSystemMXBean;
import io.alertrelay.text.BuildVersion;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.core.metrics.Info;
import java.lang.management.ManagementFactory;

/** The metrics of the process: which version it is, and how its JVM is. */
final class ProcessMeters implements AutoCloseable {
    private final JvmGcMetrics collections = new JvmGcMetrics();

    ProcessMeters(PrometheusMeterRegistry metrics) {
        // Micrometer takes the suffix away.
        Info.builder()
                .name("alert_relay_build_info")
                .help("1; its labels say which version of the relay runs, and on which Java")
                .labelNames("version", "java")
                .register(metrics.getPrometheusRegistry())
                .addLabelValues(BuildVersion.text(), Runtime.version().toString());
        collections.bindTo(metrics);
        new JvmMemoryMetrics().bindTo(metrics);
        new JvmThreadMetrics().bindTo(metrics);
        new UptimeMetrics().bindTo(metrics);
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system) {
            bind(system, metrics);
        }
    }

    /** By the names that Prometheus' own libraries have for them. */
    private static void bind(UnixOperatingSystemMXBean system, MeterRegistry metrics) {
        FunctionCounter.builder("process_cpu_seconds", system, s -> s.getProcessCpuTime() / 1e9)
                .description("Time that the process has had of CPUs")
                .register(metrics);
        Gauge.builder("process_open_fds", system, UnixOperatingSystemMXBean::getOpenFileDescriptorCount)
                .description("Files and sockets that the process has open")
                .register(metrics);
        Gauge.builder("process_max_fds", system, UnixOperatingSystemMXBean::getMaxFileDescriptorCount)
                .description("Files and sockets that the process may have open")
                .register(metrics);
    }

    @Override
    public void close() {
        collections.close();
    }
}
