package io.alertrelay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.alertrelay.Main;
import io.alertrelay.testing.AnsweringServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** What commands make of an answer that is not what they asked for. */
class RelayAnswersTest {
    private static final String UNKNOWN_HOST =
            "{\"error\":{\"code\":\"UnknownHost\",\"message\":\"expected a name of the setting management.hosts\"}}";
    private static final String LOGIN = "<html><body>Who are you?</body></html>";

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private AnsweringServer relay;

    @BeforeEach
    void start() throws IOException {
        relay = AnsweringServer.start();
    }

    @AfterEach
    void stop() {
        relay.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "status",
                "status --json",
                "channels list",
                "channels list --json",
                "channels discard night",
                "test --all",
                "receipts w0-17-7k3m9qxr2ztc5vbn",
                "find x"
            })
    void aRefusalIsToldInTheWordsOfTheRelay(String command) {
        relay.answers(421, UNKNOWN_HOST);

        assertThat(run(command)).isEqualTo(1);
        assertThat(err.toString())
                .contains("the relay at " + relay.url()
                        + "/ answers 421: expected a name of the setting management.hosts")
                .doesNotContain("nothing waits");
        assertThat(out.toString()).doesNotContain("CHANNEL", "{");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "channels list",
                "channels list --json",
                "channels discard night",
                "test --all",
                "test --all --json"
            })
    void aRelayThatIsStartingIsNotTakenForOneWithoutChannels(String command) {
        relay.answers(200, "{\"status\":\"starting\"}");

        assertThat(run(command)).isEqualTo(1);
        assertThat(err.toString())
                .contains("the relay at " + relay.url() + "/ is starting")
                .doesNotContain("nothing waits");
        assertThat(out.toString()).doesNotContain("CHANNEL", "{");
    }

    @Test
    void theStatusOfARelayThatIsStartingIsShown() {
        relay.answers(200, "{\"status\":\"starting\"}");

        assertThat(run("status")).isZero();
        assertThat(out.toString()).contains("starting").doesNotContain("waits for");
    }

    @Test
    void theStatusOfARelayThatWaitsAtItsStartSaysForWhat() {
        relay.answers(200, "{\"status\":\"starting\",\"waiting_for\":\"Kafka, cluster at k:9092: no answer\"}");

        assertThat(run("status")).isZero();
        assertThat(out.toString()).contains("starting").contains("waits for Kafka, cluster at k:9092: no answer");
    }

    @Test
    void aRelayWithoutChannelsHasNone() {
        relay.answers(200, "{\"status\":\"up\",\"channels\":[],\"removed_channels\":[]}");

        assertThat(run("channels list")).isZero();
        assertThat(run("channels discard night")).isEqualTo(1);
        assertThat(err.toString()).contains("nothing waits in a removed channel \"night\"");
    }

    @Test
    void alertsThatAreRetriedWhileOthersGetThroughAreListedWithTheLastAnswer() {
        relay.answers(200, """
                {"status":"up","removed_channels":[],"channels":[{"name":"night","state":"running","waiting":1,
                "rate":"10/s","retrying":1,"last_fault":{"at":"2026-11-24T11:45:00Z","answer":"502 Bad Gateway"}},
                {"name":"day","state":"running","waiting":0,"rate":"10/s","retrying":0,
                "last_fault":{"at":"2026-11-24T11:45:00Z","answer":"503"}}]}
                """);

        assertThat(run("channels list")).isZero();
        assertThat(out.toString())
                .contains("1 alert is retried: 502 Bad Gateway")
                .doesNotContain("503");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "status",
                "reload",
                "channels list",
                "channels pause night",
                "channels discard night",
                "channels discard night --yes",
                "test night",
                "test --all",
                "journal partitions --to 4",
                "receipts w0-17-7k3m9qxr2ztc5vbn",
                "find x"
            })
    void whatIsNoRelayIsNotCalledNobody(String command) {
        for (int status : new int[] {401, 502, 200}) {
            for (String body : new String[] {LOGIN, "", "[]"}) {
                relay.answers(status, body);

                assertThat(run(command)).as(status + body).isEqualTo(1);
                assertThat(err.toString())
                        .as(status + body)
                        .contains("HTTP " + status + " from " + relay.url() + "/api/v1/", ", not a relay's answer")
                        .doesNotContain("no relay answers");
                err.getBuffer().setLength(0);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"status", "channels list", "channels pause night", "receipts w0-17-7k3m9qxr2ztc5vbn"})
    void whatAnswersOtherJsonIsNoRelayAndNotCalledNobody(String command) {
        relay.answers(401, "{\"msg\":\"token expired\"}");

        assertThat(run(command)).isEqualTo(1);
        assertThat(err.toString()).contains("HTTP 401", "not a relay's answer");
    }

    @Test
    void anAnswerThatTakesLongIsNotCalledNobody() {
        String late = "no answer yet from " + relay.url() + "/; what was asked for continues";

        assertThat(failing(false, new HttpTimeoutException("3 minutes"))).contains(late);
        assertThat(failing(true, new HttpTimeoutException("a minute")))
                .contains("no answer from " + relay.url() + "/; is it running")
                .doesNotContain("continues");
        assertThat(failing(true, new HttpConnectTimeoutException("2 seconds")))
                .contains("no relay answers at " + relay.url() + "/", "is it running");
        assertThat(failing(false, new ConnectException("refused")))
                .contains("no relay answers at " + relay.url() + "/");
    }

    private String failing(boolean state, IOException how) {
        err.getBuffer().setLength(0);
        Asking asking = new Asking(state, how);
        assertThat(new CommandLine(asking)
                        .setErr(new PrintWriter(err, true))
                        .setOut(new PrintWriter(out, true))
                        .execute("--url", relay.url()))
                .isEqualTo(1);
        return err.toString();
    }

    private int run(String command) {
        return Main.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute((command + " --url " + relay.url()).split(" "));
    }

    @Command(name = "asking")
    private static final class Asking extends RelayCommand {
        private final boolean state;
        private final IOException how;

        @Mixin
        private RelayOption relay;

        private Asking(boolean state, IOException how) {
            this.state = state;
            this.how = how;
        }

        @Override
        public Integer call() throws Exception {
            RelayOption.RelayRequest failing = api -> {
                throw how;
            };
            return state ? relay.ask(this, failing) : relay.order(this, failing);
        }
    }
}
