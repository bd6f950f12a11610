package io.alertrelay.flashduty;

import static org.assertj.core.api.Assertions.assertThat;

import io.alertrelay.flashduty.Answer.ChannelFault;
import io.alertrelay.flashduty.Answer.Delivered;
import io.alertrelay.flashduty.Answer.Refused;
import io.alertrelay.flashduty.Answer.TooFast;
import io.alertrelay.flashduty.Answer.Unavailable;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerReaderTest {

    private static final Map<String, Class<? extends Answer>> MEANINGS = Map.of(
            "delivered", Delivered.class,
            "refused", Refused.class,
            "channel fault", ChannelFault.class,
            "too fast", TooFast.class,
            "unavailable", Unavailable.class);

    private final AnswerReader reader = new AnswerReader(InstantSource.fixed(Instant.parse("2026-03-04T05:06:07Z")));

    @Test
    void anInvalidParameterThatQuotesTheKeyIsTheChannelsFaultThoughItDoesNotSayWhatItIs() {
        String body = "{\"error\":{\"code\":\"InvalidParameter\",\"message\":\"0123abcd4567 is not valid\"}}";

        Answer answer = reader.read(400, Optional.empty(), body.getBytes(StandardCharsets.UTF_8), new PushSecrets() {
            @Override
            public String mask(String text) {
                return text.replace("0123abcd4567", "***");
            }

            @Override
            public boolean quotesKey(String text) {
                return text.contains("0123abcd4567");
            }
        });

        assertThat(answer)
                .isInstanceOfSatisfying(
                        ChannelFault.class,
                        fault -> assertThat(fault.reply().message()).isEqualTo("*** is not valid"));
    }

    @ParameterizedTest
    @CsvSource({
        // what the table of Flashduty's push API says
        "400, InvalidParameter, refused",
        "400, InvalidContentType, refused",
        "413, EntityTooLarge, refused",
        "400, ResourceNotFound, channel fault",
        "400, NoLicense, channel fault",
        "401, Unauthorized, channel fault",
        "403, AccessDenied, channel fault",
        "404, RouteNotFound, channel fault",
        "405, MethodNotAllowed, channel fault",
        "408, RequestTimeout, too fast",
        "425, TooEarly, too fast",
        "429, RequestTooFrequently, too fast",
        "500, InternalError, unavailable",
        "502, BadGateway, unavailable",
        "503, ServiceUnavailable, unavailable",
        "504, Timeout, unavailable",
        "599, Unknown, unavailable",
        // the status decides where it is clear
        "403, InvalidParameter, channel fault",
        "500, InvalidParameter, unavailable",
        "413, Unknown, refused",
        // what the table does not know is never a dead letter
        "400, BrandNewCode, channel fault",
        "400, invalidparameter, channel fault",
        "402, PaymentRequired, channel fault",
        "418, BrandNewCode, channel fault",
        "422, InvalidParameter, refused",
        "400, RequestTooFrequently, too fast",
        // a failure in the clothes of a success
        "200, InvalidParameter, refused",
        "200, NoLicense, channel fault",
        "200, RequestTooFrequently, too fast",
        "202, InternalError, unavailable",
        "200, '', unavailable",
    })
    void anErrorMeansWhatItsStatusAndCodeSay(int status, String code, String meaning) {
        assertThat(error(status, code, "message")).isInstanceOf(MEANINGS.get(meaning));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"integration_key is not a valid one", "invalid Integration Key", "bad integrationKey: 0123"})
    void anInvalidParameterThatIsTheKeyIsAFaultOfTheChannel(String message) {
        assertThat(error(400, "InvalidParameter", message)).isInstanceOf(ChannelFault.class);
        assertThat(error(200, "InvalidParameter", message)).isInstanceOf(ChannelFault.class);
        assertThat(error(400, "InvalidParameter", "x".repeat(5000) + message)).isInstanceOf(ChannelFault.class);
    }

    @Test
    void aSuccessIsDeliveredWithItsRequestId() {
        assertThat(read(200, "{\"request_id\":\"0ace01\",\"data\":{\"alert_key\":\"k\"}}"))
                .isEqualTo(new Delivered(Optional.of("0ace01")));
    }

    @Test
    void aRequestIdThatASuccessRepeatsIsOneBoundedLineWithoutSecrets() {
        Answer answer = read(
                200,
                "{\"request_id\":\"a\\nintegration_key=0123456789abcdef0123 %s\",\"data\":{}}"
                        .formatted("x".repeat(1000)));

        String requestId = ((Delivered) answer).requestId().orElseThrow();
        assertThat(requestId)
                .startsWith("a integration_key=***")
                .doesNotContain("0123456789abcdef0123")
                .hasSizeLessThanOrEqualTo(128);
        assertThat(read(200, "{\"request_id\":\"\\u0007\",\"data\":{}}")).isEqualTo(new Delivered(Optional.empty()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " \r\n", "{}", "{\"data\":null}", "{\"error\":null}", "{\"request_id\":null}"})
    void aSuccessThatSaysLittleIsASuccess(String body) {
        assertThat(read(200, body)).isEqualTo(new Delivered(Optional.empty()));
        assertThat(read(204, body)).isEqualTo(new Delivered(Optional.empty()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<html>Please log in</html>",
                "ok",
                "\"ok\"",
                "[]",
                "1",
                "null",
                "{\"a\":",
                "{} {}",
                "\0",
                "{\"code\":401,\"msg\":\"token expired\"}",
                "{\"code\":401,\"msg\":\"token expired\",\"data\":null}",
                "{\"code\":401,\"msg\":\"token expired\",\"data\":{},\"error\":null}",
                "{\"code\":401,\"request_id\":null}",
                "{\"code\":401,\"request_id\":\"r\",\"data\":null}",
                "{\"status\":\"ok\"}"
            })
    void aSuccessThatIsNotFlashdutysIsNoProofOfAcceptance(String body) {
        assertThat(read(200, body)).isInstanceOf(ChannelFault.class);
    }

    @Test
    void aLongAnswerIsAnothersIfItEndsWithoutAFieldOfFlashdutysBeforeItIsCut() {
        String strange = "{\"code\":401,\"msg\":\"token expired\"";

        assertThat(cut(strange + "}" + " ".repeat(1000))).isInstanceOf(ChannelFault.class);
        assertThat(cut(strange + ",\"data\":null}" + " ".repeat(1000))).isInstanceOf(ChannelFault.class);
        assertThat(cut(strange + ",\"more\":\""))
                .as("what follows is not known")
                .isInstanceOf(Unavailable.class);
        assertThat(cut(strange + ",\"request_id\":\"r\",\"data\":{}} ")).isInstanceOf(Unavailable.class);
    }

    private Answer cut(String beginning) {
        return reader.readCut(200, Optional.empty(), beginning.getBytes(StandardCharsets.UTF_8), text -> text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"error\":\"oops\"}", "{\"error\":{}}", "{\"error\":[]}", "{\"error\":true}"})
    void anErrorOfAnotherShapeIsStillNoSuccess(String body) {
        assertThat(read(200, body)).isInstanceOf(Unavailable.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {300, 301, 302, 304, 307, 308})
    void aRedirectIsAFaultOfTheChannelAndSaysSo(int status) {
        assertThat(read(status, "<html>Moved to https://example.com/?integration_key=0123</html>"))
                .isEqualTo(new ChannelFault(new FailureReply(
                        OptionalInt.of(status),
                        Optional.empty(),
                        Optional.empty(),
                        "a redirect: push_url must be the final address (https?)")));
    }

    @ParameterizedTest
    @CsvSource({"400, channel fault", "413, refused", "404, channel fault", "429, too fast", "502, unavailable"})
    void anAnswerOfAProxyMeansWhatItsStatusSays(int status, String meaning) {
        assertThat(read(status, "<html>" + status + "</html>")).isInstanceOf(MEANINGS.get(meaning));
    }

    static List<Integer> statuses() {
        return IntStream.of(-1, 0, 100, 101, 199, 600, 999).boxed().toList();
    }

    @ParameterizedTest
    @MethodSource("statuses")
    void aStatusThatIsNoneIsTriedAgain(int status) {
        assertThat(read(status, "")).isInstanceOf(Unavailable.class);
    }

    @Test
    void aFailureIsReportedWithWhatFlashdutySays() {
        assertThat(error(400, "InvalidParameter", "title_rule is required"))
                .isEqualTo(new Refused(new FailureReply(
                        OptionalInt.of(400),
                        Optional.of("0ace02"),
                        Optional.of("InvalidParameter"),
                        "title_rule is required")));
    }

    @Test
    void theBodyOfAStrangerIsNotRepeated() {
        ChannelFault fault = (ChannelFault) read(404, "<html>no such page: /push?integration_key=SECRET</html>");

        assertThat(fault.toString()).doesNotContain("SECRET", "push").contains("is not Flashduty's JSON");
    }

    @Test
    void retryAfterIsPassedOnWhereAnEventIsToBeSentAgain() {
        Optional<String> header = Optional.of("7");

        assertThat(((TooFast) reader.read(429, header, new byte[0])).retryAfter())
                .contains(Duration.ofSeconds(7));
        assertThat(((Unavailable) reader.read(503, header, new byte[0])).retryAfter())
                .contains(Duration.ofSeconds(7));
        assertThat(((TooFast) reader.read(429, Optional.of("soon"), new byte[0])).retryAfter())
                .isEmpty();
        assertThat(((TooFast) read(429, "")).retryAfter()).isEmpty();
    }

    @Test
    void anAttemptWithoutAnAnswerIsTriedAgain() {
        Unavailable unavailable =
                (Unavailable) Answer.lost("timeout: https://api.example.test/push?integration_key=SECRET");

        assertThat(unavailable.reply().status()).isEmpty();
        assertThat(unavailable.reply().message()).isEqualTo("timeout: https://api.example.test/push?***");
    }

    private Answer error(int status, String code, String message) {
        return read(
                status,
                "{\"request_id\":\"0ace02\",\"error\":{\"code\":\"%s\",\"message\":\"%s\"}}".formatted(code, message));
    }

    private Answer read(int status, String body) {
        return reader.read(status, Optional.empty(), body.getBytes(StandardCharsets.UTF_8));
    }
}
