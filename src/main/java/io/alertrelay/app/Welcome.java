package io.alertrelay.app;

import io.alertrelay.config.IntegrationSettings;
import io.alertrelay.config.RelayConfig;
import io.alertrelay.text.UrlHost;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;

/** What is printed once the relay is ready: where the console is, the URLs for ARMS, and in a trial what to try. */
record Welcome(RelayConfig config, int port, int managementPort, boolean trial) {
    /** Where the relay is installed: the script {@code relay} says it. */
    private static final String HOME = System.getProperty("relay.home", "");

    private static final String SAMPLE = "samples/arms-firing.json";

    void print(PrintWriter out) {
        String management = "http://" + UrlHost.of(config.management().host()) + ":" + managementPort;
        out.println();
        out.printf("Console:  %s/%n", management);
        out.println();
        out.println("Alert Relay is ready. Put these URLs into ARMS (with this machine's address for localhost):");
        for (IntegrationSettings integration : config.integrations()) {
            // A real key is a secret: whoever runs the relay has it in the configuration.
            String key = trial ? first(integration) : "<the key of " + integration.name() + ">";
            out.printf("  %-20s %s%n", integration.name(), url(key));
        }
        out.println("Prometheus Alertmanager posts to /event/push/alert/prometheus in place of …/aliyun-arms.");
        out.printf("Metrics:  %s/metrics%n", management);
        config.sandbox()
                .ifPresent(s -> out.printf(
                        "Sandbox:  http://127.0.0.1:%d/ (a Flashduty simulator: what each channel received)%n",
                        s.port()));
        if (trial) {
            out.println();
            out.println("Try it, in another terminal:");
            out.printf(
                    "  curl --data-binary @%s '%s'%n",
                    sample(), url(first(config.integrations().get(0))));
            config.sandbox().ifPresent(s -> breakAndHeal(out, s.port()));
        }
        out.println();
    }

    private static void breakAndHeal(PrintWriter out, int sandboxPort) {
        String faults = "http://127.0.0.1:" + sandboxPort + "/sandbox/faults";
        out.println("Break the channel payments, see it in the console, and heal it:");
        out.printf(
                "  curl -d '{\"key\":\"sandbox-payments\",\"kind\":\"status\",\"args\":{\"code\":401}}' %s%n", faults);
        out.printf("  curl -X DELETE '%s?integration_key=sandbox-payments'%n", faults);
    }

    private static String first(IntegrationSettings integration) {
        return integration.keys().get(0).secret().reveal();
    }

    private static String sample() {
        Path installed = Path.of(HOME, SAMPLE);
        Path sample = Files.exists(installed) ? installed : Path.of(HOME, "src/main/resources", SAMPLE);
        Path here = Path.of("").toAbsolutePath();
        return (sample.startsWith(here) ? here.relativize(sample) : sample).toString();
    }

    private String url(String key) {
        return "http://localhost:" + port + "/event/push/alert/aliyun-arms?integration_key=" + key;
    }
}
