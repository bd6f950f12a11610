package io.alertrelay.ledger;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** A dead letter as JSON, as commands print it: all that its record says, its id and what was decided about it. */
public final class DeadLetterJson {
    private DeadLetterJson() {}

    /** All of it. */
    public static ObjectNode of(DeadLetter letter) {
        ObjectNode node = letter.value().objectNode();
        node.put("id", letter.id().toString());
        node.setAll(letter.value());
        letter.resolution().ifPresent(resolution -> node.set("resolution", ResolutionJson.write(resolution)));
        return node;
    }

    /** Likewise without the event and the attempts, which may be long. */
    public static ObjectNode summary(DeadLetter letter) {
        ObjectNode node = of(letter);
        node.put("title", letter.title());
        node.remove("event");
        node.remove("history");
        return node;
    }
}
