package io.alertrelay.explain;

import io.alertrelay.alert.AlertStatus;
import io.alertrelay.routing.CaseExplanation;
import io.alertrelay.routing.CaseOutcome;
import io.alertrelay.routing.Decision;
import io.alertrelay.routing.Explanation;
import io.alertrelay.text.OneLine;
import io.alertrelay.text.TextWidth;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Help.Ansi;

/** Explanations for people. Texts of alerts are sanitized: they must not control the terminal. */
record ExplanationText(PrintWriter out, Ansi ansi) {
    private static final int LONGEST = 120;
    /** What their version does not include. */
    private static final String SAME_RULES =
            " (same rules: channels were added or removed, or templates or severities changed)";

    void print(String integration, AlertExplanation one) {
        Explanation explanation = one.explanation();
        out.printf(
                "alert %d of %s: %s%s %s%n",
                one.index(),
                integration,
                one.alert().map(a -> a.status().word() + " ").orElse(""),
                one.facts().severity().word(),
                quoted(one.facts().title()));
        one.alert().ifPresent(alert -> out.println("  alert_key " + clean(alert.key())));
        if (one.alert().filter(a -> a.status() == AlertStatus.RESOLVED).isPresent()) {
            out.println("  by the rules alone; a recovery goes where its firing went, if that is known");
        }
        explanation.cases().forEach(this::print);
        if (!explanation.byDefault().isEmpty()) {
            out.printf(
                    "  default   %s%n",
                    explanation.decision().byDefault()
                            ? styled("green", "used") + arrow(explanation.byDefault())
                            : styled("faint", "not used"));
        }
        explanation
                .origins()
                .forEach(origin -> out.printf(
                        "  %s%s %s%n",
                        styled("bold", "-> "), TextWidth.pad(clean(origin.channel()), 20), from(explanation, origin)));
        out.println("  rules " + explanation.decision().version());
    }

    /** Prints how the alert was routed when it was received, and whether that has changed. */
    void print(Optional<PastDecision> then, AlertExplanation current) {
        if (then.isEmpty()) {
            out.println("  then      nothing is known of its deliveries: not routed yet, or no longer kept");
            return;
        }
        PastDecision past = then.get();
        Decision decision = current.explanation().decision();
        String now = past.differs(decision)
                ? styled("yellow", "now it is different") + (past.rules().equals(decision.version()) ? SAME_RULES : "")
                : "now it is the same";
        out.printf(
                "  then      %s by %s; rules %s, %s%n",
                arrow(past.channels()).strip(),
                clean(past.why()),
                past.rules(),
                past.followsFiring() ? "whatever the current rules say" : now);
    }

    /** Says how many alerts are left out. */
    void more(int more) {
        if (more > 0) {
            out.printf("%,d more alerts are left out; --request-id REQUEST_ID/INDEX explains one of them%n", more);
        }
    }

    private void print(CaseExplanation one) {
        String when = one.when().isEmpty() ? "no conditions" : clean(one.when());
        String outcome;
        if (one.outcome() instanceof CaseOutcome.Matched matched) {
            outcome = styled("bold,green", "matched") + "  " + when
                    + matched.mapping().map(this::mapping).orElse("")
                    + (matched.channels().isEmpty() ? ", no channel of that name" : arrow(matched.channels()))
                    + (matched.stops() ? ", " + styled("yellow", "stops here") : ", continues");
        } else if (one.outcome() instanceof CaseOutcome.Unmatched unmatched) {
            outcome = styled("red", "no") + "       " + unmatched(unmatched);
        } else if (one.outcome() instanceof CaseOutcome.Failed failed) {
            outcome =
                    styled("bold,red", "failed") + "   " + clean(failed.reason()) + ", so the default is used as well";
        } else {
            CaseOutcome.NotReached after = (CaseOutcome.NotReached) one.outcome();
            outcome = styled("faint", "not asked, case " + after.stoppedBy() + " ended the search");
        }
        out.printf("  case %-4d %s%n", one.number(), outcome);
    }

    private static String unmatched(CaseOutcome.Unmatched unmatched) {
        String vals = unmatched.vals().stream().map(ExplanationText::quoted).collect(Collectors.joining(", "));
        return "if[" + unmatched.index() + "] " + clean(unmatched.key()) + " is "
                + unmatched.value().map(ExplanationText::quoted).orElse("absent") + ", and must be "
                + (unmatched.oper().equals("IN") ? "IN" : "NOTIN") + " [" + vals + "]";
    }

    private String mapping(CaseOutcome.Mapping mapping) {
        Optional<String> value = mapping.value().map(ExplanationText::quoted);
        return "; name_mapping: labels." + clean(mapping.label()) + " is " + value.orElse("absent");
    }

    private static String from(Explanation explanation, Explanation.ChannelOrigin origin) {
        if (explanation.cases().isEmpty() && !origin.byDefault()) {
            return "dedicated: every alert of the integration";
        }
        String cases = origin.cases().stream().map(n -> "case " + n).collect(Collectors.joining(", "));
        return cases + (cases.isEmpty() || !origin.byDefault() ? "" : ", ") + (origin.byDefault() ? "default" : "");
    }

    private static String arrow(List<String> channels) {
        return " -> " + channels.stream().map(ExplanationText::clean).collect(Collectors.joining(", "));
    }

    /** Only for our own words: in a foreign text the markup of the style could have a meaning. */
    private String styled(String style, String words) {
        return ansi.string("@|" + style + " " + words + "|@");
    }

    private static String quoted(String text) {
        return '"' + clean(text) + '"';
    }

    private static String clean(String text) {
        String line = OneLine.of(text);
        return line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line;
    }
}
