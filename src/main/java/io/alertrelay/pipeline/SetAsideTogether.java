package io.alertrelay.pipeline;

import io.alertrelay.arms.AlertItem;
import io.alertrelay.record.AlertIndexes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Alerts of a webhook that can't be understood and are kept in one record, because the webhook has very many: a
 * kilobyte, unpacked, may be half a million items that are no alerts, and a record of each would be hundreds of
 * megabytes. For one thread.
 */
final class SetAsideTogether {
    /** The approximate memory of one in addition to its JSON. */
    private static final int ITEM = 200;

    private final List<Integer> indexes = new ArrayList<>();
    private final List<String> alerts = new ArrayList<>();
    private Optional<AlertItem.SetAside> first = Optional.empty();

    /** Adds the next one; returns the approximate memory that it takes. */
    long add(AlertItem.SetAside item) {
        String json = item.body().json();
        indexes.add(item.index());
        alerts.add(json);
        first = first.or(() -> Optional.of(item));
        return ITEM + 2L * json.length();
    }

    /** The record of all of them; empty if there are none. */
    Optional<SetAsideAlert> record() {
        return first.map(one -> new SetAsideAlert(
                AlertIndexes.of(indexes.stream().mapToInt(Integer::intValue)),
                cause(String.valueOf(one.cause().getMessage())),
                one.body().bytesOf(alerts)));
    }

    private String cause(String ofFirst) {
        return alerts.size() == 1
                ? ofFirst
                : alerts.size() + " alerts, kept together because the webhook has more than "
                        + WebhookRouting.MOST_OWN_RECORDS + " that can't be understood. The first: " + ofFirst;
    }
}
