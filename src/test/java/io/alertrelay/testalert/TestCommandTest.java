package io.alertrelay.testalert;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.alertrelay.Main;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code relay test}, with a relay that has many channels. */
class TestCommandTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> CHANNELS =
            IntStream.range(0, 230).mapToObj(i -> "c" + i).toList();

    private final List<Integer> asked = new ArrayList<>();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private String silent = "";
    private int taken = Integer.MAX_VALUE;
    private HttpServer relay;

    @BeforeEach
    void start() throws IOException {
        relay = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        relay.createContext("/api/v1/status", exchange -> {
            ObjectNode status = JsonNodeFactory.instance.objectNode();
            CHANNELS.forEach(name -> status.withArray("channels").addObject().put("name", name));
            answer(exchange, 200, status);
        });
        relay.createContext("/api/v1/test", this::test);
        relay.start();
    }

    @AfterEach
    void stop() {
        relay.stop(0);
    }

    @Test
    void moreChannelsThanARelayTakesAtOnceAreTestedOneHundredAfterTheOther() throws Exception {
        assertThat(run()).as(err.toString()).isZero();
        assertThat(asked).containsExactly(100, 100, 30);
        assertThat(JSON.readTree(out.toString()).path("delivered").asBoolean()).isTrue();
        assertThat(tested()).isEqualTo(CHANNELS);
    }

    @Test
    void oneThatIsNotReachedIsAFailureWhereverItIs() throws Exception {
        silent = "c150";

        assertThat(run()).isEqualTo(1);
        assertThat(JSON.readTree(out.toString()).path("delivered").asBoolean()).isFalse();
        assertThat(tested()).isEqualTo(CHANNELS);
    }

    @Test
    void whatWasTestedBeforeARefusalIsShownWithIt() throws Exception {
        taken = 1;

        assertThat(run()).isEqualTo(1);
        assertThat(err.toString()).contains("the relay is stopping");
        assertThat(JSON.readTree(out.toString()).path("delivered").asBoolean()).isFalse();
        assertThat(tested()).isEqualTo(CHANNELS.subList(0, 100));
    }

    @Test
    void aNameThatTheRelayWouldRefuseIsWrongUsage() {
        assertThat(run("--by", "x".repeat(101))).isEqualTo(2);
        assertThat(err.toString()).contains("'--by'", "found 101 characters, expected a string of at most 100");
        assertThat(asked).isEmpty();
        assertThat(run("--by", "x".repeat(100))).isZero();
    }

    private List<String> tested() throws IOException {
        return JSON.readTree(out.toString()).path("answers").findValuesAsText("channel");
    }

    private int run(String... more) {
        List<String> args = new ArrayList<>(List.of(
                "test",
                "--all",
                "--json",
                "--url",
                "http://127.0.0.1:" + relay.getAddress().getPort()));
        args.addAll(List.of(more));
        return Main.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(args.toArray(String[]::new));
    }

    /** As {@link TestQuestion} does. */
    private void test(HttpExchange exchange) throws IOException {
        JsonNode channels = JSON.readTree(exchange.getRequestBody()).path("channels");
        asked.add(channels.size());
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        if (channels.size() > 100 || asked.size() > taken) {
            answer.putObject("error").put("message", "the relay is stopping");
            answer(exchange, 503, answer);
            return;
        }
        boolean all = true;
        for (JsonNode channel : channels) {
            answer.withArray("answers").addObject().put("channel", channel.asText());
            all &= !channel.asText().equals(silent);
        }
        answer(exchange, 200, answer.put("delivered", all));
    }

    private static void answer(HttpExchange exchange, int status, JsonNode body) throws IOException {
        byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
