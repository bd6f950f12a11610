package io.alertrelay.cli;

import io.alertrelay.config.ConfigLoader;
import io.alertrelay.config.ConfigReview;
import io.alertrelay.config.InvalidConfigException;
import io.alertrelay.config.KafkaSettings;
import io.alertrelay.config.ManagementSettings;
import io.alertrelay.config.RelayConfig;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option {@code --config}, and the configuration that it names. */
public final class ConfigOption {
    /** The configuration that is used when none is given. */
    static final String TRIAL = "trial.yaml";

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description = "The configuration. Default: $RELAY_CONFIG, else a trial on this machine, data in ./data.")
    private Path file;

    /** Whether what was read last had no mistakes: then it has all existing names. */
    private boolean complete = true;

    /** The file that the option names; empty if it is not given. */
    public Optional<Path> file() {
        return Optional.ofNullable(file);
    }

    /** Reads the configuration, or the trial's. */
    public RelayConfig load() throws InvalidConfigException, IOException {
        return load(new ConfigLoader(environment()));
    }

    /** Reads it, or the trial's, for a command that needs the rules and the channels, but no secrets. */
    public RelayConfig rules() throws InvalidConfigException, IOException {
        return load(ConfigLoader.withoutSecrets(environment()));
    }

    /** The same, for a command that also reads the topics: first prints which. */
    public RelayConfig rules(RelayCommand command) throws InvalidConfigException, IOException {
        RelayConfig loaded = rules();
        SourceLine.topics(loaded, command);
        return loaded;
    }

    /**
     * As much of it as is needed to read the topics; first prints which these are. Mistakes in other sections than
     * {@code kafka} are printed and ignored.
     */
    public RelayConfig topics(RelayCommand command) throws InvalidConfigException, IOException {
        RelayConfig loaded = topicsOnly(command);
        SourceLine.topics(loaded, command);
        return loaded;
    }

    /**
     * The Kafka settings of another configuration, or of an embedded broker's data folder.
     *
     * @throws InvalidConfigException if the section {@code kafka} has mistakes, or the file is not YAML
     */
    public static KafkaSettings kafka(Path fileOrFolder) throws InvalidConfigException {
        return Files.isDirectory(fileOrFolder)
                ? KafkaSettings.embeddedIn(fileOrFolder)
                : ConfigLoader.withoutSecrets(environment())
                        .topics(fileOrFolder)
                        .config()
                        .kafka();
    }

    private RelayConfig topicsOnly(RelayCommand command) throws InvalidConfigException, IOException {
        if (file == null) {
            return load();
        }
        ConfigLoader.TopicsConfig read =
                ConfigLoader.withoutSecrets(environment()).topics(file);
        complete = read.passedOver().isEmpty();
        if (!complete) {
            command.err()
                    .println("relay: mistakes in the configuration that are ignored, because only kafka is needed: "
                            + read.passedOver().size() + ", the first: "
                            + read.passedOver().get(0));
        }
        return read.config();
    }

    /**
     * Wrong usage if the channel or the integration does not exist, as far as all names are known.
     *
     * @param channel may be null
     * @param integration may be null
     */
    public void checkNames(
            RelayCommand command, RelayConfig loaded, @Nullable String channel, @Nullable String integration) {
        if (complete) {
            NameCheck.check(
                    command.line(),
                    "--channel",
                    Optional.ofNullable(channel).stream().toList(),
                    loaded.channelNames());
            NameCheck.check(
                    command.line(),
                    "--integration",
                    Optional.ofNullable(integration).stream().toList(),
                    loaded.integrationNames());
        }
    }

    /** The management port of the running relay. */
    ManagementSettings management() throws InvalidConfigException, IOException {
        return file == null
                ? load().management()
                : ConfigLoader.withoutSecrets(environment()).management(file);
    }

    private RelayConfig load(ConfigLoader loader) throws InvalidConfigException, IOException {
        return file == null ? loader.load(trial(), TRIAL, Path.of("")) : loader.load(file);
    }

    private static Map<String, String> environment() {
        return JvmEncoding.current().environment(System.getenv());
    }

    /** The same, with warnings about what is probably not meant as written. */
    public ConfigReview review() throws InvalidConfigException, IOException {
        return review(new ConfigLoader(environment()));
    }

    /** The same, for a command that needs no secrets. */
    public ConfigReview reviewRules() throws InvalidConfigException, IOException {
        return review(ConfigLoader.withoutSecrets(environment()));
    }

    private ConfigReview review(ConfigLoader loader) throws InvalidConfigException, IOException {
        return file == null ? loader.review(trial(), TRIAL, Path.of("")) : loader.review(file);
    }

    private static String trial() throws IOException {
        try (InputStream in = RelayConfig.class.getResourceAsStream(TRIAL)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
