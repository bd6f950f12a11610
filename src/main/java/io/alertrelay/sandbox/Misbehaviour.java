package io.alertrelay.sandbox;

import java.util.Map;

/** Turns faults into endings. */
final class Misbehaviour {
    private static final String PAGE = "<!doctype html><title>Welcome</title><p>Please sign in.</p>";

    private Misbehaviour() {}

    /** Whether the request is handled normally, because only its answer is affected. */
    static boolean spoilsOnlyTheAnswer(Fault fault) {
        return fault instanceof Fault.Delay
                || fault instanceof Fault.HalfAnswer
                || fault instanceof Fault.ResetAfterAccept;
    }

    /** How a good answer is changed. */
    static Ending spoiled(Fault fault, SandboxAnswer answer) {
        if (fault instanceof Fault.Delay delay) {
            return Ending.lateReply(answer, delay.by());
        }
        if (fault instanceof Fault.HalfAnswer) {
            return Ending.halfReply(answer);
        }
        return Ending.cut();
    }

    /** What replaces the handling of the request. */
    static Ending instead(Fault fault, String requestId) {
        if (fault instanceof Fault.Hang) {
            return Ending.silence();
        }
        if (fault instanceof Fault.Reset) {
            return Ending.cut();
        }
        if (fault instanceof Fault.Endless endless) {
            return Ending.flood(endless.part());
        }
        return Ending.reply(answer(fault, requestId));
    }

    private static SandboxAnswer answer(Fault fault, String requestId) {
        if (fault instanceof Fault.Status status) {
            return SandboxAnswer.error(status.code(), requestId, status.errorCode(), status.message());
        }
        if (fault instanceof Fault.TooManyRequests tooMany) {
            SandboxAnswer answer = Refusals.tooFrequent(requestId);
            return tooMany.retryAfter()
                    .map(value -> answer.with("Retry-After", value))
                    .orElse(answer);
        }
        if (fault instanceof Fault.OkWithError ok) {
            return SandboxAnswer.error(200, requestId, ok.code(), ok.message());
        }
        if (fault instanceof Fault.Html) {
            return SandboxAnswer.html(PAGE);
        }
        if (fault instanceof Fault.GzipBomb) {
            return GzipBombAnswer.answer();
        }
        if (fault instanceof Fault.Redirect redirect) {
            return new SandboxAnswer(307, Map.of("Location", redirect.location()), new byte[0]);
        }
        throw new IllegalStateException("no answer is known for " + fault);
    }
}
