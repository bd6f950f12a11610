package io.alertrelay.bench;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;

/**
 * Posts at an even pace, whether or not what was posted before is answered: late posts are late from when they were
 * due.
 */
final class FlowLoad implements AutoCloseable {
    private static final int CONNECTIONS = 128;
    private static final int OK = 200;

    private final HttpClientAgent http;

    /**
     * What came of it.
     *
     * @param due when each post was due, as {@link System#nanoTime} has it
     * @param refused how many were not answered with 200
     */
    record Posted(long[] due, int refused) {}

    FlowLoad(Vertx vertx) {
        http = vertx.createHttpClient(
                new HttpClientOptions().setKeepAlive(true), new PoolOptions().setHttp1MaxSize(CONNECTIONS));
    }

    /** Posts alerts of these names, that many, and returns when all are answered. */
    Posted post(FlowContender process, int rate, int posts, IntFunction<String> name) {
        return post(List.of(process), rate, posts, name);
    }

    /** Posts to several processes in turn. */
    Posted post(List<FlowContender> processes, int rate, int posts, IntFunction<String> name) {
        List<RequestOptions> to = processes.stream().map(FlowLoad::to).toList();
        AtomicInteger answered = new AtomicInteger();
        AtomicInteger refused = new AtomicInteger();
        long[] due = new long[posts];
        long begin = System.nanoTime();
        for (int i = 0; i < posts; i++) {
            due[i] = begin + 1_000_000_000L * i / rate;
            while (System.nanoTime() < due[i]) {
                LockSupport.parkNanos(due[i] - System.nanoTime());
            }
            Buffer bytes = Buffer.buffer(processes.get(i % to.size()).body(name.apply(i)));
            http.request(to.get(i % to.size()))
                    .compose(request -> request.send(bytes))
                    .compose(answer -> answer.end().map(answer.statusCode()))
                    .onComplete((status, failure) -> {
                        if (failure != null || status != OK) {
                            refused.incrementAndGet();
                        }
                        answered.incrementAndGet();
                    });
        }
        while (answered.get() < posts) {
            LockSupport.parkNanos(1_000_000);
        }
        return new Posted(due, refused.get());
    }

    /** Posts on all connections as fast as they are answered; how many a second were answered with 200. */
    double flatOut(FlowContender process, int seconds) {
        AtomicInteger taken = new AtomicInteger();
        AtomicInteger open = new AtomicInteger(CONNECTIONS);
        long end = System.nanoTime() + seconds * 1_000_000_000L;
        for (int i = 0; i < CONNECTIONS; i++) {
            again(to(process), Buffer.buffer(process.body("flat-out")), end, taken, open);
        }
        while (open.get() > 0) {
            LockSupport.parkNanos(1_000_000);
        }
        return (double) taken.get() / seconds;
    }

    private void again(RequestOptions to, Buffer body, long end, AtomicInteger taken, AtomicInteger open) {
        if (System.nanoTime() >= end) {
            open.decrementAndGet();
            return;
        }
        http.request(to)
                .compose(request -> request.send(body))
                .compose(answer -> answer.end().map(answer.statusCode()))
                .onComplete((status, failure) -> {
                    if (failure == null && status == OK) {
                        taken.incrementAndGet();
                    }
                    again(to, body, end, taken, open);
                });
    }

    private static RequestOptions to(FlowContender process) {
        return new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setHost("127.0.0.1")
                .setPort(process.port())
                .setURI(process.path())
                .putHeader("Content-Type", "application/json");
    }

    @Override
    public void close() {
        http.close();
    }
}
