package io.alertrelay.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.alertrelay.app.App;
import io.alertrelay.config.ConfigFile;
import io.alertrelay.kafka.TopicNames;
import io.alertrelay.sandbox.Sandbox;
import io.alertrelay.testing.Browser;
import io.alertrelay.testing.RelayClient;
import io.alertrelay.testing.SharedBroker;
import io.alertrelay.testing.TestConfig;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The console as people use it, in a real browser on a relay that works. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConsoleIT {
    private static final List<String> PAGES = List.of("", "alerts", "channels", "rules", "repair");
    private static final Path PICTURES = Path.of("target/screenshots");

    private final Vertx vertx = Vertx.vertx();
    private Sandbox flashduty;
    private App app;
    private RelayClient relay;
    private Browser browser;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        flashduty = Sandbox.start(vertx, 0, Clock.systemUTC());
        String kafka = "{ brokers: \"%s\", prefix: \"%s\", replication: 1, min_insync_replicas: 1 }"
                .formatted(SharedBroker.bootstrapServers(), new TopicNames(SharedBroker.newPrefix()).prefix());
        Path yaml = Files.writeString(folder.resolve("relay.yaml"), TestConfig.yaml(kafka, 0, 0, flashduty.port(), ""));
        ConfigFile source = new ConfigFile(yaml, Map.of());
        app = App.start(source.load(), Optional.of(source), what -> {}, (status, reason) -> {});
        relay = new RelayClient(app.port(), app.managementPort());
        browser = Browser.start(Files.createDirectory(folder.resolve("browser")));
    }

    @AfterAll
    void stop() {
        browser.close();
        app.close();
        flashduty.close();
        vertx.close();
    }

    @BeforeEach
    void anew() throws Exception {
        browser.looks(false, false);
        open("");
        browser.eval("localStorage.clear()");
        browser.complaints();
    }

    @AfterEach
    void withoutComplaints() {
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void eachPageCanBeReadByEverybodyInBothLanguagesAndThemesAndOnAPhone() throws Exception {
        for (boolean dark : new boolean[] {false, true}) {
            for (String page : PAGES) {
                browser.looks(dark, dark);
                open(page + "?lang=" + (dark ? "zh" : "en"));
                browser.until("document.querySelector('.status .ok, .status .warn') !== null");
                assertThat(browser.serious()).as(page).isEmpty();
                assertThat(browser.eval("document.documentElement.scrollWidth").asInt())
                        .as("nothing of " + page + " is off screen")
                        .isLessThanOrEqualTo(browser.eval("innerWidth").asInt());
                picture(page, dark ? "phone-dark-zh" : "desktop-light-en");
            }
        }
    }

    private void open(String page) throws Exception {
        browser.go("http://127.0.0.1:" + app.managementPort() + "/" + page);
    }

    private void picture(String page, String how) throws Exception {
        browser.picture(PICTURES.resolve((page.isEmpty() ? "flow" : page) + "-" + how + ".png"), false);
    }
}
