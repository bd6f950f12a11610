package io.alertrelay.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alertrelay.config.ManagementSettings;
import io.alertrelay.management.OperatorName;
import io.alertrelay.text.OneLine;
import io.alertrelay.text.UrlHost;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Sends requests to the management port of a running relay. */
public final class RelayApi {
    private static final String STATUS = "api/v1/status";
    private static final Duration CONNECT = Duration.ofSeconds(2);
    private static final Duration ANSWER = Duration.ofSeconds(60);
    private static final Duration ACTION = Duration.ofMinutes(3);

    private final URI base;

    private RelayApi(URI base) {
        this.base = base;
    }

    /** Reads the address of a management port from the command line. */
    public static final class Converter implements ITypeConverter<RelayApi> {
        private static final String EXAMPLE = "http://127.0.0.1:8081";

        @Override
        public RelayApi convert(String url) {
            URI uri;
            try {
                uri = new URI(url.endsWith("/") ? url : url + "/");
            } catch (URISyntaxException e) {
                throw refused(url);
            }
            if (uri.getUserInfo() != null
                    || uri.getHost() == null
                    || !List.of("http", "https").contains(uri.getScheme())) {
                throw refused(url);
            }
            return new RelayApi(uri);
        }

        /** Does not quote what may have a password in it. */
        private static TypeConversionException refused(String url) {
            return new TypeConversionException(
                    url.contains("@")
                            ? "found a URL with a user or a password, expected one without, such as " + EXAMPLE
                            : "found \"" + url + "\", expected a URL such as " + EXAMPLE);
        }
    }

    /** The relay with these settings, on this machine or where its host says. */
    public static RelayApi of(ManagementSettings settings) {
        return new RelayApi(URI.create("http://" + UrlHost.of(settings.host()) + ":" + settings.port() + "/"));
    }

    /** The address of the relay that is asked, without a path. */
    public URI base() {
        return base;
    }

    /**
     * Sends a GET request.
     *
     * @param path below the base, without a slash before it
     * @throws UnexpectedAnswerException if what answers is not a relay
     * @throws IOException if nothing answers
     */
    public Reply get(String path) throws IOException, InterruptedException {
        return send(
                path, HttpRequest.newBuilder(base.resolve(path)).timeout(ANSWER).build());
    }

    /**
     * The state of the relay, also of one that is starting.
     *
     * @throws UnexpectedAnswerException if it refuses, or is no relay
     * @throws IOException if nothing answers
     */
    public JsonNode status() throws IOException, InterruptedException {
        Reply answer = get(STATUS);
        if (answer.status() != 200) {
            throw new UnexpectedAnswerException(refusal(answer));
        }
        if (!answer.body().path("status").isTextual() && !hasChannels(answer.body())) {
            throw notARelays(STATUS, answer.status());
        }
        return answer.body();
    }

    /**
     * The state of the relay with its channels, which it has once it has started.
     *
     * @throws UnexpectedAnswerException if it has not, refuses, or is no relay
     * @throws IOException if nothing answers
     */
    public JsonNode startedStatus() throws IOException, InterruptedException {
        JsonNode status = status();
        if (!hasChannels(status)) {
            throw new UnexpectedAnswerException("the relay at " + base + " is "
                    + OneLine.of(status.path("status").asText())
                    + " and reports nothing of its channels now; ask again");
        }
        return status;
    }

    private static boolean hasChannels(JsonNode status) {
        return status.path("channels").isArray();
    }

    /** What an answer other than 200 says, for people. */
    public String refusal(Reply answer) {
        return answer.isRelays()
                ? "the relay at " + base + " answers " + answer.status() + ": " + answer.message()
                : "HTTP " + answer.status() + " from " + base + ", not a relay's answer";
    }

    /**
     * Sends a POST request.
     *
     * @param path below the base, without a slash before it
     * @param operator who asks; empty if that does not matter
     * @throws UnexpectedAnswerException if what answers is not a relay
     * @throws IOException if nothing answers
     */
    public Reply post(String path, String operator) throws IOException, InterruptedException {
        return post(path, operator, JsonNodeFactory.instance.objectNode());
    }

    /**
     * The same with a body.
     *
     * @param body the parameters
     * @throws UnexpectedAnswerException if what answers is not a relay
     * @throws IOException if nothing answers
     */
    public Reply post(String path, String operator, ObjectNode body) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path))
                .timeout(ACTION)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString(), StandardCharsets.UTF_8));
        if (!operator.isEmpty()) {
            request.header(OperatorName.HEADER, OperatorName.encoded(operator));
        }
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        try (AuditProgressLine waiting = AuditProgressLine.on(err)) {
            waiting.is("waiting for " + base);
            return send(path, request.build());
        }
    }

    /**
     * Requests a list, whose lines are received as they are found.
     *
     * @param path below the base, without a slash before it
     * @param line receives each line, an object
     * @return the answer, if it is not a list
     * @throws IOException if nothing answers, what answers is not a relay, or the list is cut off
     */
    public Optional<Reply> list(String path, Consumer<JsonNode> line) throws IOException, InterruptedException {
        HttpResponse<Stream<String>> response = client().send(
                        HttpRequest.newBuilder(base.resolve(path))
                                .timeout(ANSWER)
                                .build(),
                        HttpResponse.BodyHandlers.ofLines());
        try (Stream<String> lines = response.body()) {
            if (response.statusCode() != 200) {
                return Optional.of(answer(path, response.statusCode(), lines.collect(Collectors.joining("\n"))));
            }
            boolean any = false;
            for (String text : (Iterable<String>) lines::iterator) {
                JsonNode node = object(path, 200, text);
                any = true;
                if (node.hasNonNull("error")) {
                    return Optional.of(new Reply(200, node));
                }
                line.accept(node);
            }
            if (!any) {
                // A relay's list has a line at its end, also if there is nothing.
                throw notARelays(path, 200);
            }
            return Optional.empty();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static HttpClient client() {
        return HttpClient.newBuilder()
                .connectTimeout(CONNECT)
                .version(HttpClient.Version.HTTP_1_1)
                .build();
    }

    private Reply send(String path, HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<String> response =
                client().send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        return answer(path, response.statusCode(), response.body());
    }

    private Reply answer(String path, int status, String text) throws UnexpectedAnswerException {
        return new Reply(status, object(path, status, text));
    }

    private JsonNode object(String path, int status, String text) throws UnexpectedAnswerException {
        try {
            if (new ObjectMapper().readTree(text) instanceof ObjectNode object) {
                return object;
            }
        } catch (JsonProcessingException e) {
            // Such as the page of a proxy.
        }
        throw notARelays(path, status);
    }

    private UnexpectedAnswerException notARelays(String path, int status) {
        return new UnexpectedAnswerException("HTTP " + status + " from " + base + path + ", not a relay's answer");
    }

    /** A name as a segment of a path. */
    public static String encoded(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /**
     * An answer.
     *
     * @param status of HTTP
     * @param body an object
     */
    public record Reply(int status, JsonNode body) {
        /** The code of the error, or an empty text. */
        public String errorCode() {
            return body.at("/error/code").asText("");
        }

        /** The reason of a refusal, in one line. */
        public String message() {
            JsonNode error = body.path("error");
            return isRelays()
                    ? OneLine.of(
                            error.isTextual()
                                    ? error.asText()
                                    : error.path("message").asText())
                    : "HTTP " + status + ", not a relay's answer";
        }

        /** Whether it has a reason of a refusal. */
        private boolean isRelays() {
            return body.path("error").isTextual() || body.at("/error/message").isTextual();
        }
    }
}
