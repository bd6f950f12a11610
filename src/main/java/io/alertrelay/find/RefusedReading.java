package io.alertrelay.find;

import io.alertrelay.record.EndpointRefusals;
import io.alertrelay.record.StoredRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Finds posts with a known key that the endpoint refused without keeping their bodies. */
final class RefusedReading implements RecordReading {
    private final AlertQuery query;

    RefusedReading(AlertQuery query) {
        this.query = query;
    }

    @Override
    public List<Hit> hits(StoredRecord record, int from) {
        List<EndpointRefusals.RefusedPost> posts =
                EndpointRefusals.of(record).map(EndpointRefusals::posts).orElse(List.of());
        List<Hit> hits = new ArrayList<>();
        for (int index = from; index < posts.size(); index++) {
            // The newest first, as between records.
            EndpointRefusals.RefusedPost post = posts.get(posts.size() - 1 - index);
            if (isMeant(post)) {
                hits.add(new Hit(record.offset(), index, record.storedAt(), alert(post)));
            }
        }
        return hits;
    }

    private boolean isMeant(EndpointRefusals.RefusedPost post) {
        return query.integration().map(post.integration()::equals).orElse(true)
                && query.received().covers(post.at());
    }

    private static FoundAlert alert(EndpointRefusals.RefusedPost post) {
        return new FoundAlert(
                post.at(),
                post.requestId(),
                OptionalInt.empty(),
                post.integration(),
                "",
                "",
                "",
                "",
                true,
                List.of(),
                Optional.of(new FoundAlert.Unread(
                        AlertEnding.REFUSED,
                        String.valueOf(post.status()),
                        post.message() + "; from " + post.remote() + ", its body is not kept",
                        Optional.empty(),
                        Optional.empty())));
    }
}
