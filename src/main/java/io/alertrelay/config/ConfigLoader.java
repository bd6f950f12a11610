package io.alertrelay.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads a configuration and the files of rules that it refers to. */
public final class ConfigLoader {
    private static final Rate ACCOUNT_RATE = new Rate(1900, Duration.ofMinutes(1));

    private static final Duration OPEN_ALERT_MAX_AGE = Duration.ofDays(30);

    private static final String KAFKA = "kafka";
    private static final String MANAGEMENT = "management";

    private final Map<String, String> variables;
    private final boolean secrets;

    /** @param environment the environment variables that a configuration may refer to */
    public ConfigLoader(Map<String, String> environment) {
        this(environment, true);
    }

    private ConfigLoader(Map<String, String> environment, boolean secrets) {
        this.variables = Map.copyOf(environment);
        this.secrets = secrets;
    }

    /**
     * A loader for commands, which neither accept webhooks nor deliver: an integration's key or a push URL from a
     * missing variable or file gets a placeholder. Kafka's own secrets are required.
     */
    public static ConfigLoader withoutSecrets(Map<String, String> environment) {
        return new ConfigLoader(environment, false);
    }

    /**
     * Reads a file; names in it are relative to its folder.
     *
     * @throws InvalidConfigException with every mistake
     */
    public RelayConfig load(Path file) throws InvalidConfigException {
        return load(file, named -> {});
    }

    /**
     * Reads a file; names in it are relative to its folder.
     *
     * @param files is given each file that is referred to, of rules or of a value, including missing ones
     * @throws InvalidConfigException with every mistake
     */
    RelayConfig load(Path file, Consumer<Path> files) throws InvalidConfigException {
        Document document = new Document(file.toString(), new ConfigProblems());
        Path folder = folder(file);
        return read(document, document.parse(file), folder, files).config();
    }

    private static Path folder(Path file) {
        Path absolute = file.toAbsolutePath();
        return Optional.ofNullable(absolute.getParent()).orElse(absolute);
    }

    /**
     * Reads a text.
     *
     * @param name for messages
     * @param folder to which names in it are relative
     * @throws InvalidConfigException with every mistake
     */
    public RelayConfig load(String yaml, String name, Path folder) throws InvalidConfigException {
        Document document = new Document(name, new ConfigProblems());
        return read(document, document.parse(yaml), folder, named -> {}).config();
    }

    /**
     * Reads a file as {@link #load(Path)} does, and looks for valid settings that are probably not meant as written.
     *
     * @throws InvalidConfigException with every mistake
     */
    public ConfigReview review(Path file) throws InvalidConfigException {
        Document document = new Document(file.toString(), new ConfigProblems());
        return read(document, document.parse(file), folder(file), named -> {}).review();
    }

    /**
     * The same for a text, as read by {@link #load(String, String, Path)}.
     *
     * @throws InvalidConfigException with every mistake
     */
    public ConfigReview review(String yaml, String name, Path folder) throws InvalidConfigException {
        Document document = new Document(name, new ConfigProblems());
        return read(document, document.parse(yaml), folder, named -> {}).review();
    }

    /**
     * Reads as much of a file as is needed to read the topics: only mistakes in {@code kafka} count. Integrations and
     * channels with mistakes are omitted.
     *
     * @throws InvalidConfigException if the section {@code kafka} has mistakes, or the file is not YAML
     */
    public TopicsConfig topics(Path file) throws InvalidConfigException {
        Document document = new Document(file.toString(), new ConfigProblems());
        Reviewer read = readAll(document, document.parse(file), folder(file), named -> {});
        document.problems().throwIfAny(problem -> isIn(KAFKA, problem));
        return new TopicsConfig(read.config(), document.problems().since(0));
    }

    /**
     * Reads only the address of the management port from a file.
     *
     * @throws InvalidConfigException if the section {@code management} has mistakes, or the file is not YAML
     */
    public ManagementSettings management(Path file) throws InvalidConfigException {
        Document document = new Document(file.toString(), new ConfigProblems());
        Optional<Node> node = document.parse(file);
        document.problems().throwIfAny();
        Section root = root(document, node.orElseThrow(), folder(file), named -> {});
        ManagementSettings management =
                new ServersReader(new Ports()).management(root.section(MANAGEMENT, ConfigKeys.MANAGEMENT));
        document.problems().throwIfAny(problem -> isIn(MANAGEMENT, problem));
        return management;
    }

    private static boolean isIn(String section, ConfigProblem problem) {
        return problem.path().equals(section) || problem.path().startsWith(section + ".");
    }

    private Section root(Document document, Node node, Path folder, Consumer<Path> files) {
        return Section.of(
                document,
                new Environment(
                        variables,
                        new SecretFiles(folder, files),
                        secrets ? Optional.empty() : Optional.of(document.passedOver()::add)),
                "",
                node,
                ConfigKeys.ROOT);
    }

    private Reviewer read(Document document, Optional<Node> node, Path folder, Consumer<Path> files)
            throws InvalidConfigException {
        Reviewer read = readAll(document, node, folder, files);
        document.problems().throwIfAny();
        return read;
    }

    /** Reads it to its end, whatever mistakes it has, unless it is not YAML. */
    private Reviewer readAll(Document document, Optional<Node> node, Path folder, Consumer<Path> files)
            throws InvalidConfigException {
        document.problems().throwIfAny();
        Section root = root(document, node.orElseThrow(), folder, files);
        Ports ports = new Ports();
        Section kafkaSection = root.section(KAFKA, ConfigKeys.KAFKA);
        KafkaSettings kafka = new KafkaReader(folder, ports).read(kafkaSection);
        ServersReader servers = new ServersReader(ports);
        ServerSettings server = servers.server(root.section("server", ConfigKeys.SERVER));
        ManagementSettings management = servers.management(root.section(MANAGEMENT, ConfigKeys.MANAGEMENT));
        Optional<SandboxSettings> sandbox = root.mentions("sandbox")
                ? Optional.of(servers.sandbox(root.section("sandbox", ConfigKeys.SANDBOX)))
                : Optional.empty();
        FlashdutySettings flashduty = new FlashdutySettings(root.section("flashduty", ConfigKeys.FLASHDUTY)
                .optional("account_rate", ValueParsers.RATE, ValueParsers::rate)
                .orElse(ACCOUNT_RATE));
        RoutingSettings routing = routing(root.section("routing", ConfigKeys.ROUTING));
        ChannelReader channelReader = new ChannelReader();
        List<Section> channelSections = root.sections("channels", ConfigKeys.CHANNEL);
        List<ChannelSettings> channels = channelReader.read(channelSections);
        IntegrationReader integrationReader = new IntegrationReader(document, folder, channelReader.named(), files);
        List<Section> integrationSections = root.sections("integrations", ConfigKeys.INTEGRATION);
        List<IntegrationSettings> integrations = integrationReader.read(integrationSections);
        Optional<SelfAlertSettings> selfAlert = root.has("self_alert")
                ? new SelfAlertReader(channelReader.named()).read(root.section("self_alert", ConfigKeys.SELF_ALERT))
                : Optional.empty();
        return new Reviewer(
                document,
                kafkaSection,
                channelSections,
                integrationSections,
                integrationReader.written(),
                new RelayConfig(
                        kafka, server, management, sandbox, flashduty, routing, selfAlert, integrations, channels));
    }

    private static RoutingSettings routing(Section routing) {
        Duration maxAge = routing.optional(
                        "open_alert_max_age",
                        ValueParsers.DURATION + ", from 1h to 3650d",
                        ValueParsers.duration(Duration.ofHours(1), Duration.ofDays(3650)))
                .orElse(OPEN_ALERT_MAX_AGE);
        Optional<Integer> most = routing.optional(
                "max_open_alerts", "a number from 1000 to 10000000", ValueParsers.integer(1_000, 10_000_000));
        return new RoutingSettings(maxAge, most.map(OptionalInt::of).orElse(OptionalInt.empty()));
    }

    /**
     * The configuration of a command that only reads the topics.
     *
     * @param config without the integrations and channels that have mistakes
     * @param passedOver the ignored mistakes, none of them in {@code kafka}
     */
    public record TopicsConfig(RelayConfig config, List<ConfigProblem> passedOver) {
        public TopicsConfig {
            passedOver = List.copyOf(passedOver);
        }
    }
}
