package io.alertrelay.testing;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** What answers where a relay is expected: the same to every request. */
public final class AnsweringServer implements AutoCloseable {
    private final HttpServer server;
    private volatile int status = 200;
    private volatile String body = "{}";
    private boolean closed;

    private AnsweringServer(HttpServer server) {
        this.server = server;
    }

    /** Starts one on a free port. */
    public static AnsweringServer start() throws IOException {
        AnsweringServer answering = new AnsweringServer(HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0));
        answering.server.createContext("/", exchange -> {
            byte[] bytes = answering.body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answering.status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        answering.server.start();
        return answering;
    }

    /** From now on it answers this. */
    public void answers(int newStatus, String newBody) {
        body = newBody;
        status = newStatus;
    }

    /** Its address, without a slash at the end. */
    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            server.stop(0);
        }
    }
}
