package io.alertrelay.pipeline;

import io.alertrelay.alert.Alert;
import io.alertrelay.alert.Severity;
import io.alertrelay.arms.SeverityWords;
import io.alertrelay.arms.WebhookReader;
import io.alertrelay.config.ChannelSettings;
import io.alertrelay.config.Format;
import io.alertrelay.config.RelayConfig;
import io.alertrelay.config.TroubleKind;
import io.alertrelay.flashduty.EventBuilder;
import io.alertrelay.flashduty.EventTemplate;
import io.alertrelay.record.OpenAlert;
import io.alertrelay.routing.RuleSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Builds the pipelines of the configured integrations, and of the relay's own. */
public final class Pipelines {
    private static final String TEST = "relay-test";
    /** The integration by which the relay reports its own problems. No other can have such a name. */
    public static final String OWN = "relay/self";

    private static final String OWN_KEY = "relay-self";
    /** The label that each test alert has; its value is who sent it. */
    public static final String TEST_LABEL = "relay_test";

    private final Map<String, IntegrationPipeline> integrations;
    private final Map<String, Format> formats;

    /** Those of the configured integrations, and the relay's own. */
    public Pipelines(RelayConfig config) {
        this(config, Map.of());
    }

    private Pipelines(RelayConfig config, Map<String, IntegrationPipeline> earlier) {
        integrations = new HashMap<>(earlier);
        config.integrations().stream().map(IntegrationPipeline::of).forEach(p -> integrations.put(p.name(), p));
        config.channels().stream()
                .map(channel -> straight(testOf(channel.name()), TEST, channel.name()))
                .forEach(p -> integrations.put(p.name(), p));
        config.selfAlert().ifPresent(to -> integrations.put(OWN, straight(OWN, OWN_KEY, to.channel())));
        formats = config.channels().stream().collect(Collectors.toMap(ChannelSettings::name, ChannelSettings::format));
    }

    /** The integration by which test alerts come that go straight to that channel. No other can have such a name. */
    public static String testOf(String channel) {
        return TEST + "/" + channel;
    }

    /** Whether the integration is the relay's own, for its test alerts or its reports, and not a configured one. */
    public static boolean isOwn(String integration) {
        return integration.equals(OWN) || integration.startsWith(testOf(""));
    }

    /** The id of a problem that the relay reports of itself, if the {@code alert_key} is that of one. */
    public static Optional<String> ownAlert(String key) {
        String prefix = OWN_KEY + ":";
        return Optional.of(key).filter(k -> k.startsWith(prefix)).map(k -> k.substring(prefix.length()));
    }

    /**
     * The name of the integration that an open alert came by.
     *
     * @param key the {@code alert_key}
     */
    public static String integrationOf(String key, OpenAlert alert) {
        String prefix = key.substring(0, Math.max(0, key.indexOf(':')));
        return switch (prefix) {
            case OWN_KEY -> OWN;
            case TEST ->
                alert.channels().stream().findFirst().map(Pipelines::testOf).orElse(prefix);
            default -> prefix;
        };
    }

    /** Whether an alert is a test or a heartbeat of the relay: later it has no meaning. */
    public static boolean isTestOrHeartbeat(Alert alert) {
        return alert.labels().containsKey(TEST_LABEL)
                || ownAlert(alert.key())
                        .filter(id -> id.startsWith(TroubleKind.HEARTBEAT.word() + "-"))
                        .isPresent();
    }

    /**
     * Reads the webhooks of an integration that is not configured any more, for those who look for its alerts: with the
     * keys that they had, but without the words for severities and the template that it may have had. Nothing is routed
     * by it.
     */
    public static IntegrationPipeline former(String integration) {
        String key = integration.equals(OWN) ? OWN_KEY : isOwn(integration) ? TEST : integration;
        return straight(integration, key, Severity.WARNING, "");
    }

    /** @param key the beginning of the keys of its alerts */
    private static IntegrationPipeline straight(String name, String key, String channel) {
        return straight(name, key, Severity.INFO, channel);
    }

    private static IntegrationPipeline straight(String name, String key, Severity severity, String channel) {
        return new IntegrationPipeline(
                name,
                Optional.empty(),
                new WebhookReader(key, new SeverityWords(severity, Map.of())),
                new EventBuilder(EventTemplate.standard()),
                RuleSet.dedicated(channel));
    }

    /**
     * The pipelines of a newer configuration. An integration that is no longer configured keeps its pipeline, because
     * webhooks of it that were accepted before must still be routed.
     */
    Pipelines renewed(RelayConfig config) {
        return new Pipelines(config, integrations);
    }

    /** What inspects webhooks before they are stored, by these pipelines. */
    public Inspector inspector() {
        return new Inspector(integrations);
    }

    /** What decides where the alerts of stored webhooks go, by these pipelines. */
    Router router() {
        return new Router(integrations, formats);
    }

    /** What decides where alerts of replays would go now, by these pipelines. */
    public Rerouter rerouter() {
        return new Rerouter(integrations, formats);
    }

    /** The pipeline of the integration, if it is configured. */
    public Optional<IntegrationPipeline> pipeline(String integration) {
        return Optional.ofNullable(integrations.get(integration));
    }
}
