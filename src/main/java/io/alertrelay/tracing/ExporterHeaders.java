package io.alertrelay.tracing;

import io.opentelemetry.sdk.autoconfigure.spi.ConfigProperties;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigurationException;
import java.net.URLDecoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** The headers with which spans are exported; most hold a token. */
final class ExporterHeaders {
    private ExporterHeaders() {}

    /**
     * What HTTP can't send, of which the exporter would write names and values into the log at each export. Names the
     * variable only: what can't be sent may be the token.
     *
     * @return for people; empty if all can be sent
     */
    static Optional<String> problem(ConfigProperties config) {
        try {
            if (!check(config, "otel.exporter.otlp.traces.headers", "OTEL_EXPORTER_OTLP_TRACES_HEADERS")) {
                check(config, "otel.exporter.otlp.headers", "OTEL_EXPORTER_OTLP_HEADERS");
            }
            return Optional.empty();
        } catch (UnsendableException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /** Headers that can't be sent. */
    private static final class UnsendableException extends Exception {
        UnsendableException(String message) {
            super(message);
        }
    }

    /** Whether there are any. */
    private static boolean check(ConfigProperties config, String property, String variable) throws UnsendableException {
        try {
            Map<String, String> headers = config.getMap(property);
            HttpRequest.Builder request = HttpRequest.newBuilder();
            headers.forEach((name, value) -> request.header(name, URLDecoder.decode(value, StandardCharsets.UTF_8)));
            return !headers.isEmpty();
        } catch (ConfigurationException | IllegalArgumentException e) {
            throw new UnsendableException(variable + ": found what can't be sent as headers, expected name=value, of"
                    + " several with a comma between them, with what is special in a value as in a URL (%2C)");
        }
    }
}
