package io.alertrelay.cli;

import io.alertrelay.config.IntegrationSettings;
import io.alertrelay.config.RelayConfig;
import java.io.PrintWriter;

/** What is printed once the relay is ready: the URLs for ARMS, the health page, and in a trial what to try. */
final class Welcome {
    private static final String SAMPLE = "src/main/resources/samples/arms-firing.json";

    private final RelayConfig config;
    private final int port;
    private final int managementPort;
    private final boolean trial;

    Welcome(RelayConfig config, int port, int managementPort, boolean trial) {
        this.config = config;
        this.port = port;
        this.managementPort = managementPort;
        this.trial = trial;
    }

    void print(PrintWriter out) {
        out.println();
        out.println("Alert Relay is ready. Put these URLs into ARMS (with this machine's address for localhost):");
        for (IntegrationSettings integration : config.integrations()) {
            // A real key is a secret: whoever runs the relay has it in the configuration.
            String key = trial ? integration.key().reveal() : "<the key of " + integration.name() + ">";
            out.printf("  %-20s %s%n", integration.name(), url(key));
        }
        out.printf("Health:   http://%s:%d/health%n", config.management().host(), managementPort);
        out.printf("Metrics:  http://%s:%d/metrics%n", config.management().host(), managementPort);
        config.sandbox()
                .ifPresent(s -> out.printf("Sandbox:  http://127.0.0.1:%d/ (stands in for Flashduty)%n", s.port()));
        if (trial) {
            out.println();
            out.println("Try it, in another terminal:");
            out.printf(
                    "  curl -d @%s '%s'%n",
                    SAMPLE, url(config.integrations().get(0).key().reveal()));
        }
        out.println();
    }

    private String url(String key) {
        return "http://localhost:" + port + "/event/push/alert/aliyun-arms?integration_key=" + key;
    }
}
