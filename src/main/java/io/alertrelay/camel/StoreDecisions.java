package io.alertrelay.camel;

import io.alertrelay.kafka.Lanes;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BooleanSupplier;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.support.AsyncProcessorSupport;

/**
 * The step that writes decisions: the exchange continues when all decisions of a part are acknowledged, and blocks no
 * thread meanwhile. So a partition of decisions that can't be written delays only what is decided for it. A part never
 * overtakes an earlier one of its partition, even if it has nothing to write: otherwise a reminder could come before
 * the firing that opened its alert.
 */
public final class StoreDecisions extends AsyncProcessorSupport {
    private final Lanes lanes;
    private final RoutingSteps routing;
    private final InOrderRelease turns = new InOrderRelease();
    private final ExecutorService then = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "decided");
        thread.setDaemon(true);
        return thread;
    });

    public StoreDecisions(Lanes lanes, RoutingSteps routing) {
        this.lanes = lanes;
        this.routing = routing;
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        try {
            write(exchange, callback);
            return false;
        } catch (RuntimeException | Error e) {
            exchange.setException(e);
            callback.done(true);
            return true;
        }
    }

    private void write(Exchange exchange, AsyncCallback callback) {
        DecidedPart part = FromExchange.body(exchange, DecidedPart.class);
        InOrderRelease.Ticket place = turns.take(part.partition());
        try {
            write(part, exchange, place, callback);
        } catch (RuntimeException | Error e) {
            // In its turn as well: what comes after it must neither overtake it nor wait for ever.
            exchange.setException(e);
            turns.ready(place, () -> goOn(exchange, callback));
        }
    }

    private void write(DecidedPart part, Exchange exchange, InOrderRelease.Ticket place, AsyncCallback callback) {
        // Without items it only says what is forgotten, which is up to whoever has the partition.
        BooleanSupplier wanted =
                part.items().isEmpty() ? routing.asLongAsItHas(part.partition()) : () -> isAnyCurrent(part);
        lanes.write(part.decisions(), routing.guard(wanted), new Lanes.Listener() {
            @Override
            public void stored() {
                exchange.getMessage().setBody(part.items());
                turns.ready(place, () -> goOn(exchange, callback));
            }

            @Override
            public void dropped() {
                part.items().forEach(item -> item.room().giveBack());
                exchange.setRouteStop(true);
                turns.ready(place, () -> goOn(exchange, callback));
            }
        });
    }

    /** Asked for each decision of the part. */
    private boolean isAnyCurrent(DecidedPart part) {
        for (RoutedItem item : part.items()) {
            if (routing.current(item.source())) {
                return true;
            }
        }
        return false;
    }

    private void goOn(Exchange exchange, AsyncCallback callback) {
        try {
            then.execute(() -> callback.done(false));
        } catch (RejectedExecutionException e) {
            // The relay stops; what was not routed is read again when it is back.
            callback.done(false);
        } catch (Error e) {
            // There is no thread for it: it is read again.
            exchange.setException(e);
            callback.done(false);
        }
    }

    @Override
    protected void doStop() {
        then.shutdownNow();
    }
}
