package io.alertrelay.delivery;

import io.alertrelay.flashduty.Answer;
import io.alertrelay.flashduty.FailureReply;

/** An answer in one line for people: logs, health, dead letters. */
final class AnswerText {
    private AnswerText() {}

    static String of(Answer answer) {
        return answer instanceof Answer.NotDelivered failed ? text(failed.reply()) : "delivered";
    }

    private static String text(FailureReply reply) {
        StringBuilder text = new StringBuilder();
        reply.status().ifPresent(status -> text.append(status).append(' '));
        reply.code().ifPresent(code -> text.append(code).append(": "));
        return text.append(reply.message()).toString();
    }
}
