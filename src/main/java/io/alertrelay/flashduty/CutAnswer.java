package io.alertrelay.flashduty;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.io.IOException;
import java.util.Optional;

/** Reads the beginning of an answer that is too long to be read whole. To be used once. */
final class CutAnswer {
    private static final String NOT_READ = "the answer is too long to be read whole";

    private final byte[] beginning;
    private Optional<String> requestId = Optional.empty();
    private boolean failed;
    /** Whether it has fields that are not Flashduty's. */
    private boolean strange;

    private boolean data;

    private Optional<String> code = Optional.empty();
    private Optional<String> message = Optional.empty();

    CutAnswer(byte[] beginning) {
        this.beginning = beginning;
    }

    /** An object as far as it was read; the error may be in the part that was not. */
    AnswerBody read() {
        try (JsonParser in = AnswerBody.JSON.createParser(beginning)) {
            if (in.nextToken() != JsonToken.START_OBJECT) {
                return foreign();
            }
            object(in);
            // It ends before the cut, so it has no other fields.
            if (strange && !failed && !(data && requestId.isPresent())) {
                return foreign();
            }
        } catch (JsonEOFException e) {
            // Here it was cut.
        } catch (IOException e) {
            return foreign();
        }
        return failed
                ? new AnswerBody.Failed(requestId, code, message.or(() -> Optional.of(NOT_READ)))
                : new AnswerBody.Accepted(requestId);
    }

    private AnswerBody foreign() {
        return new AnswerBody.Foreign(beginning.length, true);
    }

    private void object(JsonParser in) throws IOException {
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            String field = in.currentName();
            strange |= !AnswerBody.FIELDS.contains(field);
            JsonToken value = in.nextToken();
            if (field.equals("request_id")) {
                requestId = text(in, value);
            } else if (field.equals("error") && value != JsonToken.VALUE_NULL) {
                failed = true;
                error(in, value);
            } else {
                data |= field.equals("data") && value != JsonToken.VALUE_NULL;
                in.skipChildren();
            }
        }
    }

    private void error(JsonParser in, JsonToken value) throws IOException {
        if (value != JsonToken.START_OBJECT) {
            message = text(in, value);
            return;
        }
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            String field = in.currentName();
            JsonToken its = in.nextToken();
            switch (field) {
                case "code" -> code = text(in, its);
                case "message" -> message = text(in, its);
                default -> in.skipChildren();
            }
        }
    }

    private static Optional<String> text(JsonParser in, JsonToken value) throws IOException {
        if (value.isScalarValue() && value != JsonToken.VALUE_NULL) {
            return Optional.of(in.getText()).filter(text -> !text.isBlank());
        }
        in.skipChildren();
        return Optional.empty();
    }
}
