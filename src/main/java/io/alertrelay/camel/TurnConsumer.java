package io.alertrelay.camel;

import io.alertrelay.watchdog.Stage;
import io.alertrelay.watchdog.SupervisedThread;
import java.time.Duration;
import java.util.function.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * Hands out what waits to be routed to {@code routes/router.camel.yaml}, one turn after the other, on a thread of its
 * own. No exception: the turn is decided. A batch of turns goes on together.
 */
final class TurnConsumer extends HandOutConsumer {
    private static final Duration LAST_BATCH = Duration.ofSeconds(2);

    private final RouterSteps router;
    private final RoutingQueue queue;
    private final Consumer<DecidedPart> then;
    private final Stage stage;
    private final SupervisedThread worker;

    /**
     * @param router what a turn is
     * @param queue what waits
     * @param then receives what a batch has decided for a partition; must not block
     * @param stage where it reports progress
     */
    TurnConsumer(
            Endpoint endpoint,
            Processor route,
            RouterSteps router,
            RoutingQueue queue,
            Consumer<DecidedPart> then,
            Stage stage) {
        super(endpoint, route);
        this.router = router;
        this.queue = queue;
        this.then = then;
        this.stage = stage;
        this.worker = new SupervisedThread("routing", stage, this::work);
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        worker.start();
    }

    private void work() throws InterruptedException {
        stage.idle();
        while (queue.awaitRecords()) {
            stage.working();
            batch();
            stage.idle();
        }
    }

    private void batch() {
        try {
            router.begin();
            while (router.hasTurn()) {
                stage.progress();
                turn();
            }
            router.decided().forEach(this::goOn);
        } catch (Throwable e) {
            // An Error, too: what was decided until then would never be settled, and nothing behind it.
            router.brokenOff(e);
            throw e;
        }
    }

    private void goOn(DecidedPart part) {
        try {
            then.accept(part);
        } catch (Throwable e) {
            router.failed(part, e);
        }
    }

    private void turn() {
        try {
            Object turn = router.take();
            Exchange done = hand(exchange -> exchange.getMessage().setBody(turn));
            if (done.getException() == null) {
                router.ended(turn);
            } else {
                router.failed(done.getException());
            }
        } catch (Throwable e) {
            // It is dealt with as a failed route: its record would be taken again and again otherwise.
            router.failed(e);
        }
    }

    @Override
    protected void doStop() throws Exception {
        queue.close();
        if (!worker.join(LAST_BATCH)) {
            worker.stop();
        }
        super.doStop();
    }
}
