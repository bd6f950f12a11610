package io.alertrelay.routing;

import io.alertrelay.record.ChannelReference;
import io.alertrelay.record.RuleSetDefinition;
import java.util.ArrayList;
import java.util.List;

/** Checks and compiles a whole rule set. Continues after a problem, to find them all. */
final class RuleSetCompiler {
    private static final String WHY_A_DEFAULT =
            "a default channel, or an alert that matches no case would be dropped silently; write"
                    + " \"default\": {\"channel_ids\": [<id or name of a channel>]}";

    private final ChannelResolver channels;
    private final CaseCompiler cases;

    RuleSetCompiler(ChannelDirectory directory) {
        this.channels = new ChannelResolver(directory);
        this.cases = new CaseCompiler(channels);
    }

    /** The result must not be used if a problem was reported at {@code root} or below it. */
    CaseWalk compile(RuleSetDefinition definition, RulePlace root) {
        List<RoutingCase> compiled = new ArrayList<>();
        for (int i = 0; i < definition.cases().size(); i++) {
            RulePlace place = root.field("cases").item(i);
            compiled.add(cases.compile(i + 1, definition.cases().get(i), place));
        }
        return new CaseWalk(compiled, byDefault(definition, root.field("default")));
    }

    private List<String> byDefault(RuleSetDefinition definition, RulePlace place) {
        if (definition.byDefault().isEmpty()) {
            place.problem("", WHY_A_DEFAULT);
            return List.of();
        }
        RulePlace ids = place.field("channel_ids");
        List<ChannelReference> references = definition.byDefault().get().channels();
        if (references.isEmpty()) {
            ids.problem("", WHY_A_DEFAULT);
        }
        return channels.resolve(references, ids);
    }
}
