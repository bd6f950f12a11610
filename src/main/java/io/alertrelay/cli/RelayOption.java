package io.alertrelay.cli;

import io.alertrelay.config.InvalidConfigException;
import java.io.IOException;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that say which running relay is asked. */
final class RelayOption {
    @Mixin
    private ConfigOption config;

    @Option(
            names = "--url",
            converter = RelayApi.Converter.class,
            defaultValue = "${env:RELAY_URL}",
            paramLabel = "URL",
            description = "The management port, http://127.0.0.1:8081 for example. Default: $RELAY_URL, else the"
                    + " configuration's.")
    private RelayApi url;

    /** The relay; the first line says which. */
    RelayApi told(CommandLine line, boolean data) throws InvalidConfigException, IOException {
        RelayApi api = api();
        Asked.relay(api, line, data);
        return api;
    }

    /** The relay. */
    RelayApi api() throws InvalidConfigException, IOException {
        return url == null ? RelayApi.of(config.management()) : url;
    }

    /** Whether it is that relay or none, and not the configuration's topics. */
    boolean isNamed() {
        return url != null;
    }

    ConfigOption config() {
        return config;
    }
}
