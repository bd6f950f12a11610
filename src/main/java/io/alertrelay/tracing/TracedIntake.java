package io.alertrelay.tracing;

import io.alertrelay.intake.Intake;
import io.alertrelay.intake.IntakeReply;
import io.alertrelay.intake.Submission;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Makes a span of each webhook, from its arrival until it is stored. */
record TracedIntake(Intake intake, Spans spans) implements Intake {
    @Override
    public CompletionStage<IntakeReply> submit(Submission webhook) {
        Span span = begin(webhook);
        return ending(span, intake.submit(traced(webhook, span)));
    }

    @Override
    public Supplier<CompletionStage<IntakeReply>> inspect(Submission webhook) {
        Span span = begin(webhook);
        Supplier<CompletionStage<IntakeReply>> inspected = intake.inspect(traced(webhook, span));
        return () -> ending(span, inspected.get());
    }

    private static Submission traced(Submission webhook, Span span) {
        return webhook.tracedBy(Spans.parent(span));
    }

    private Span begin(Submission webhook) {
        return spans.tracer()
                .spanBuilder("receive webhook")
                .setParent(Spans.context(webhook.trace()))
                .setSpanKind(SpanKind.SERVER)
                .setStartTimestamp(webhook.receivedAt())
                .setAttribute("alert_relay.integration", webhook.integration())
                .setAttribute("http.request.body.size", webhook.body().length)
                .startSpan();
    }

    private static CompletionStage<IntakeReply> ending(Span span, CompletionStage<IntakeReply> answer) {
        return answer.whenComplete((reply, failure) -> {
            if (failure != null || reply.status() >= 500) {
                span.setStatus(StatusCode.ERROR);
            }
            if (reply != null) {
                span.setAttribute("http.response.status_code", reply.status());
            }
            span.end();
        });
    }
}
