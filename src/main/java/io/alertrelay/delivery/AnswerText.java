package io.alertrelay.delivery;

import io.alertrelay.flashduty.Answer;
import io.alertrelay.flashduty.FailureReply;

/** An answer in one line for people: logs, health, dead letters. */
final class AnswerText {
    private AnswerText() {}

    static String of(Answer answer) {
        if (answer instanceof Answer.Refused refused) {
            return text(refused.reply());
        }
        if (answer instanceof Answer.ChannelFault fault) {
            return text(fault.reply());
        }
        if (answer instanceof Answer.TooFast tooFast) {
            return text(tooFast.reply());
        }
        return answer instanceof Answer.Unavailable unavailable ? text(unavailable.reply()) : "delivered";
    }

    private static String text(FailureReply reply) {
        StringBuilder text = new StringBuilder();
        reply.status().ifPresent(status -> text.append(status).append(' '));
        reply.code().ifPresent(code -> text.append(code).append(": "));
        return text.append(reply.message()).toString();
    }
}
