package io.alertrelay.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alertrelay.app.Choice;
import io.alertrelay.app.StartException;
import io.alertrelay.ledger.Resolution;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Takes down that something is not needed any more, or shows what would be.
 *
 * @param json whether JSON is printed
 */
record Discarding(CommandSpec spec, DecisionOptions decision, boolean json) {
    /** Where decisions are written down. */
    @FunctionalInterface
    interface Decisions<T> {
        void decide(Map<T, Resolution> decisions) throws StartException, InterruptedException;
    }

    /**
     * Does so with what was chosen; with none of it, if some can't be.
     *
     * @param noun for one of them
     * @param text prints them for people
     * @return the exit code
     */
    <T> int run(
            Choice<T> choice,
            String noun,
            Function<T, String> id,
            BiConsumer<List<T>, PrintWriter> text,
            Decisions<T> decisions)
            throws StartException, InterruptedException {
        if (!choice.refusals().isEmpty()) {
            PrintWriter err = spec.commandLine().getErr();
            choice.refusals().forEach(err::println);
            err.println("relay: nothing was discarded");
            return 1;
        }
        if (decision.yes()) {
            Map<T, Resolution> discarded = new LinkedHashMap<>();
            Instant now = Instant.now();
            choice.chosen()
                    .forEach(one -> discarded.put(
                            one, Resolution.discarded(id.apply(one), decision.by(), now, decision.reason())));
            decisions.decide(discarded);
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            ObjectNode root = JsonNodeFactory.instance.objectNode().put("done", decision.yes());
            ArrayNode list = root.putArray("discarded");
            choice.chosen().forEach(one -> list.add(id.apply(one)));
            out.println(root.toPrettyString());
        } else {
            text.accept(choice.chosen(), out);
            LastLine.of(out, choice.chosen().size(), noun, "discarded", decision.yes());
        }
        out.flush();
        return 0;
    }
}
