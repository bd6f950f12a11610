package io.alertrelay.flashduty;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** The body of an answer, as far as Flashduty's push API defines it. */
sealed interface AnswerBody {

    /** Nothing but white space, if anything. */
    record Empty() implements AnswerBody {}

    /**
     * Not a JSON object, or one that has fields that Flashduty's have not and lacks some of theirs: the answer of
     * another server, such as a proxy, a gateway or a login page.
     *
     * @param length in bytes, as far as it was read
     * @param cut whether there was more
     */
    record Foreign(int length, boolean cut) implements AnswerBody {}

    /** An object without {@code error}. */
    record Accepted(Optional<String> requestId) implements AnswerBody {}

    /** An object with {@code error}. */
    record Failed(Optional<String> requestId, Optional<String> code, Optional<String> message) implements AnswerBody {}

    /** The same with its texts without secrets. */
    default AnswerBody masked(UnaryOperator<String> mask) {
        if (this instanceof Accepted accepted) {
            return new Accepted(accepted.requestId().map(mask));
        }
        return this instanceof Failed failed
                ? new Failed(
                        failed.requestId().map(mask),
                        failed.code().map(mask),
                        failed.message().map(mask))
                : this;
    }

    /** Every answer of Flashduty's has the first and one of the others, and no more. */
    Set<String> FIELDS = Set.of("request_id", "data", "error");

    JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** What can be read of a body that was cut. */
    static AnswerBody readCut(byte[] beginning) {
        return new CutAnswer(beginning).read();
    }

    static AnswerBody read(byte[] body) {
        JsonNode answer;
        try {
            answer = JSON.readTree(body);
        } catch (IOException e) {
            return new Foreign(body.length, false);
        }
        if (answer.isMissingNode()) {
            return new Empty();
        }
        if (!answer.isObject()) {
            return new Foreign(body.length, false);
        }
        Optional<String> requestId = text(answer.path("request_id"));
        JsonNode error = answer.path("error");
        // Gateways have one of them as well.
        boolean familiar = answer.hasNonNull("error") || requestId.isPresent() && answer.hasNonNull("data");
        if (!familiar && answer.properties().stream().anyMatch(field -> !FIELDS.contains(field.getKey()))) {
            return new Foreign(body.length, false);
        }
        if (error.isMissingNode() || error.isNull()) {
            return new Accepted(requestId);
        }
        return error.isObject()
                ? new Failed(requestId, text(error.path("code")), text(error.path("message")))
                : new Failed(requestId, Optional.empty(), text(error));
    }

    private static Optional<String> text(JsonNode node) {
        return node.isValueNode() && !node.isNull() && !node.asText().isBlank()
                ? Optional.of(node.asText())
                : Optional.empty();
    }
}
