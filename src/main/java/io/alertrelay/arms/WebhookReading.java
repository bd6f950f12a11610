package io.alertrelay.arms;

import com.fasterxml.jackson.core.JsonToken;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A body whose alerts are read one by one, so that the memory used does not depend on their number. To be iterated
 * once, by one thread.
 */
public final class WebhookReading implements Iterator<AlertItem> {

    private final Sender sender;
    private final int alerts;
    private final OptionalInt truncated;
    private final Optional<Sender> maker;
    private final AlertGroup group;
    private final RepeatedFields commonFields;
    private final AlertReader reader;
    private final Items items;
    private int place = -1;
    private int next;

    /** The items of the body's list, and {@code null} among them, in turn. */
    private interface Items {
        ExactJson next() throws UnreadableWebhookException;

        /** There are no more. */
        default void close() {}
    }

    /** @param text of the same body */
    WebhookReading(Sender sender, BodyOutline outline, AlertReader reader, BodyText text)
            throws UnreadableWebhookException {
        this.sender = sender;
        this.alerts = outline.alerts();
        this.truncated = truncated(outline.fields());
        this.maker = outline.maker();
        this.group = AlertGroup.of(outline.fields(), alerts);
        this.commonFields = new RepeatedFields(outline.common(), alerts);
        this.reader = reader;
        this.items = outline.kept().isPresent() ? kept(outline.kept().get()) : read(text.json());
    }

    private static Items kept(List<ExactJson> items) {
        return items.iterator()::next;
    }

    private static Items read(JsonText text) throws UnreadableWebhookException {
        goToAlerts(text);
        return new Items() {
            @Override
            public ExactJson next() throws UnreadableWebhookException {
                text.next();
                return text.value();
            }

            @Override
            public void close() {
                text.close();
            }
        };
    }

    /** How many alerts it has, including those that can't be understood. */
    public int alerts() {
        return alerts;
    }

    /** What its alerts have in common, as their events repeat it. */
    public CommonFields common() {
        return group.common();
    }

    /** How many alerts the sender left out ({@code truncatedAlerts} of Alertmanager), as stated. */
    public OptionalInt truncated() {
        return truncated;
    }

    /**
     * The sender that seems to have made the body, if its path is for the other one. Its severities go by its path.
     */
    public Optional<Sender> otherMaker() {
        return maker.filter(other -> other != sender);
    }

    @Override
    public boolean hasNext() {
        return next < alerts;
    }

    @Override
    public AlertItem next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        try {
            ExactJson alert = nextAlert();
            AlertItem item = item(next++, alert, new SingleAlert(commonFields, alert));
            if (!hasNext()) {
                items.close();
            }
            return item;
        } catch (UnreadableWebhookException e) {
            throw new IllegalStateException("the body was JSON when its outline was read", e);
        }
    }

    private AlertItem item(int index, ExactJson alert, SingleAlert body) {
        try {
            return new AlertItem.Understood(
                    index, reader.read(sender, BodyFields.of(alert, "alerts[" + place + "]"), group), body);
        } catch (UnreadableWebhookException e) {
            return new AlertItem.SetAside(index, e, body);
        }
    }

    private ExactJson nextAlert() throws UnreadableWebhookException {
        ExactJson item;
        do {
            item = items.next();
            place++;
        } while (item instanceof ExactJson.Null);
        return item;
    }

    private static void goToAlerts(JsonText text) throws UnreadableWebhookException {
        text.begin();
        while (text.next() == JsonToken.FIELD_NAME) {
            String name = text.name();
            text.next();
            if (name.equals(BodyOutline.ALERTS)) {
                return;
            }
            text.pass();
        }
    }

    private static OptionalInt truncated(BodyFields fields) {
        try {
            return fields.text("truncatedAlerts").stream()
                    .filter(number -> number.matches("[1-9]\\d{0,8}"))
                    .mapToInt(Integer::parseInt)
                    .findFirst();
        } catch (UnreadableWebhookException e) {
            return OptionalInt.empty();
        }
    }
}
