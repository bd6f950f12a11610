package io.alertrelay.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.alertrelay.app.App;
import io.alertrelay.config.ConfigFile;
import io.alertrelay.kafka.TopicNames;
import io.alertrelay.sandbox.Sandbox;
import io.alertrelay.testing.Browser;
import io.alertrelay.testing.Cable;
import io.alertrelay.testing.RelayClient;
import io.alertrelay.testing.SharedBroker;
import io.alertrelay.testing.TestConfig;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A relay that works, the stand-in for Flashduty, and a browser that looks at the relay's console. */
final class ConsoleRig implements AutoCloseable {
    private static final Duration SOON = Duration.ofMinutes(2);
    private static final Path PICTURES = Path.of("target/screenshots");
    /** What reaches beyond the right edge. */
    private static final String BEYOND = "[...document.querySelectorAll('body *')].filter(e =>"
            + " e.getBoundingClientRect().right > document.documentElement.clientWidth + 1)"
            + ".map(e => e.outerHTML.slice(0, 200)).slice(-3).join(' ')";

    private final Vertx vertx = Vertx.vertx();
    private final Sandbox flashduty = Sandbox.start(vertx, 0, Clock.systemUTC());
    private final TopicNames topics = new TopicNames(SharedBroker.newPrefix());
    private final Path yaml;
    private final String configuration;
    private final App app;
    private final RelayClient relay;
    private final Browser browser;

    /** @param folder an empty one */
    ConsoleRig(Path folder) throws Exception {
        String kafka = SharedBroker.asConfigured(topics.prefix());
        configuration = TestConfig.yaml(kafka, 0, 0, flashduty.port(), "");
        yaml = Files.writeString(folder.resolve("relay.yaml"), configuration);
        ConfigFile source = new ConfigFile(yaml, Map.of());
        app = App.start(source.load(), Optional.of(source), what -> {}, (status, reason) -> {});
        relay = new RelayClient(app.port(), app.managementPort());
        browser = Browser.start(Files.createDirectory(folder.resolve("browser")));
    }

    Sandbox flashduty() {
        return flashduty;
    }

    /** The relay's configuration file. */
    Path yaml() {
        return yaml;
    }

    TopicNames topics() {
        return topics;
    }

    RelayClient relay() {
        return relay;
    }

    Browser browser() {
        return browser;
    }

    /** Where the path is on the management port. */
    String url(String path) {
        return "http://127.0.0.1:" + app.managementPort() + "/" + path;
    }

    /** A way to the management port that can be cut. */
    Cable cable(int port) throws IOException {
        return new Cable(port, app.managementPort());
    }

    /** As for somebody who has never been there, and whatever the test before has left behind. */
    void asNew() throws Exception {
        if (!Files.readString(yaml).equals(configuration)) {
            Files.writeString(yaml, configuration);
            relay.manage("reload", "", 200);
        }
        for (String channel : List.of("payments", "platform", "oncall")) {
            flashduty.heal(TestConfig.pushKey(channel));
            await().atMost(SOON).until(() -> isIdle(channel));
        }
        browser.looks(false, false);
        browser.go(url("?lang=en"));
        browser.eval("localStorage.clear()");
        browser.complaints();
    }

    private boolean isIdle(String channel) throws Exception {
        JsonNode now = relay.channel(channel);
        switch (now.path("state").asText()) {
            case "paused" -> relay.manage("channels/" + channel + "/resume", "");
            case "held" -> relay.manage("channels/" + channel + "/probe", "");
            default -> {
                return now.path("state").asText().equals("running")
                        && now.path("waiting").asInt(-1) == 0;
            }
        }
        return false;
    }

    /** Everybody can read what is shown: nothing is off screen, and axe finds nothing serious. */
    void readable(String what) throws Exception {
        assertThat(browser.serious()).as(what).isEmpty();
        // A phone's innerWidth grows with what is off screen.
        assertThat(browser.eval("document.documentElement.scrollWidth").asInt())
                .as("nothing of " + what + " is off screen, such as " + browser.eval(BEYOND))
                .isLessThanOrEqualTo(
                        browser.eval("document.documentElement.clientWidth").asInt());
    }

    /** For whoever wants to look at the pages: {@code -Dscreenshots}. */
    void picture(String name) throws Exception {
        if (System.getProperty("screenshots") == null) {
            return;
        }
        browser.picture(PICTURES.resolve(name + ".png"), false);
    }

    @Override
    public void close() {
        browser.close();
        app.close();
        flashduty.close();
        vertx.close();
    }
}
