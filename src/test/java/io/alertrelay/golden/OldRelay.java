package io.alertrelay.golden;

import io.alertrelay.testing.PackedRelay;
import io.alertrelay.testing.RelayProcess;
import io.alertrelay.testing.TestConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A relay with an embedded broker on a folder, configured as the one was whose records are kept. */
final class OldRelay {
    /** The third channel's name is not ASCII, and its topic's therefore a digest. */
    static final String NIGHT = "夜班";

    private final Path folder;
    private final Path config;
    private final int kafka;
    private final int port;
    private final int management;

    /** @param ports of Kafka, of the endpoint and of the management port */
    OldRelay(Path folder, List<Integer> ports, int sandbox) throws IOException {
        this.folder = folder;
        this.kafka = ports.get(0);
        this.port = ports.get(1);
        this.management = ports.get(2);
        this.config = folder.resolve("relay.yaml");
        configure(sandbox, "");
    }

    /** @param pattern that more alerts of the shared integration have to match to go to the second channel */
    void configure(int sandbox, String pattern) throws IOException {
        String yaml = TestConfig.yaml(
                "{ brokers: embedded, data: ./data, port: " + kafka + ", retention: 3650d }",
                port,
                management,
                sandbox,
                ", max_age: 30d");
        // What waits is to be neither too old nor forgotten, in whatever year this is run.
        yaml = yaml.replace("oncall", NIGHT).replace("push-" + NIGHT, "push-night");
        yaml = yaml.replace("vals: [platform, payments]", "vals: [platform, payments" + pattern + "]");
        Files.writeString(config, yaml + "routing: { open_alert_max_age: 3650d }\n", StandardCharsets.UTF_8);
    }

    Path data() {
        return folder.resolve("data");
    }

    int kafka() {
        return kafka;
    }

    RelayProcess start() throws IOException {
        return RelayProcess.start(config, port, management, folder.resolve("relay.log"));
    }

    /** Runs a command of the relay, and returns what it wrote. */
    String run(String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(PackedRelay.program("io.alertrelay.Main"));
        command.addAll(List.of(words));
        command.addAll(List.of("--config", config.toString()));
        Path out = folder.resolve("command.out");
        int code = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start()
                .waitFor();
        return "exit " + code + "\n" + Files.readString(out, StandardCharsets.UTF_8);
    }
}
