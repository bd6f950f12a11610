package io.alertrelay.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A push target on loopback that answers whatever a test writes, byte by byte, HTTP or not. */
public final class RawTarget implements AutoCloseable {
    private final ServerSocket server;
    private final Script script;
    private final AtomicInteger connections = new AtomicInteger();
    private final List<Socket> open = new CopyOnWriteArrayList<>();

    /** What is done on a connection once the head of a request and its body were read; then it is closed. */
    @FunctionalInterface
    public interface Script {
        void answer(OutputStream out) throws IOException;
    }

    /** One that answers every connection so. */
    public RawTarget(Script script) {
        this.script = script;
        try {
            this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start("raw-target", this::accept);
    }

    /** Its URL, without a query. */
    public String url() {
        return "http://127.0.0.1:" + server.getLocalPort() + "/event/push/alert/standard";
    }

    public int port() {
        return server.getLocalPort();
    }

    /** How many connections were made to it. */
    public int connections() {
        return connections.get();
    }

    /** How many of them are open. */
    public int open() {
        return open.size();
    }

    /** The head and the body of an answer of 200, whose length is stated. */
    public static byte[] answer(String body) {
        int length = body.getBytes(StandardCharsets.UTF_8).length;
        return bytes("HTTP/1.1 200 OK\r\nContent-Length: " + length + "\r\n\r\n" + body);
    }

    /** The text in UTF-8. */
    public static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                connections.incrementAndGet();
                open.add(socket);
                start("raw-connection", () -> serve(socket));
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            if (readRequest(socket.getInputStream())) {
                script.answer(socket.getOutputStream());
                socket.getOutputStream().flush();
            }
        } catch (IOException e) {
            // The relay went away, as it should from most of these.
        } finally {
            open.remove(socket);
        }
    }

    private static boolean readRequest(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                return false;
            }
            head.append((char) next);
        }
        String length = head.toString()
                .lines()
                .filter(line -> line.regionMatches(true, 0, "content-length:", 0, 15))
                .map(line -> line.substring(15).strip())
                .findFirst()
                .orElse("0");
        return in.readNBytes(Integer.parseInt(length)).length == Integer.parseInt(length);
    }

    private static void start(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
