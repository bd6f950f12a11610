package io.alertrelay.cli;

import io.alertrelay.config.ConfigLoader;
import io.alertrelay.config.ConfigReview;
import io.alertrelay.config.InvalidConfigException;
import io.alertrelay.config.RelayConfig;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The option {@code --config}, and what it leads to. */
final class ConfigOption {
    /** The configuration that is used when none is given. */
    static final String TRIAL = "trial.yaml";

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description = "The configuration. Without it: a trial on this machine, data in ./data.")
    private Path file;

    Optional<Path> file() {
        return Optional.ofNullable(file);
    }

    /** Reads the configuration, or the trial's. */
    RelayConfig load() throws InvalidConfigException, IOException {
        ConfigLoader loader = new ConfigLoader(JvmEncoding.current().environment(System.getenv()));
        return file == null ? loader.load(trial(), TRIAL, Path.of("")) : loader.load(file);
    }

    /** Likewise, and looks at what is probably not meant so. */
    ConfigReview review() throws InvalidConfigException, IOException {
        ConfigLoader loader = new ConfigLoader(JvmEncoding.current().environment(System.getenv()));
        return file == null ? loader.review(trial(), TRIAL, Path.of("")) : loader.review(file);
    }

    private static String trial() throws IOException {
        try (InputStream in = RelayConfig.class.getResourceAsStream(TRIAL)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
