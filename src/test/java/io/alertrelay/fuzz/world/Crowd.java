package io.alertrelay.fuzz.world;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Connections to the public port of somebody who has no key: silent ones, halves of requests, and whole ones that are
 * refused. They come from an address of their own, as an attacker's would.
 */
final class Crowd implements Runnable, AutoCloseable {
    private static final byte[] FROM = {127, 0, 0, 2};
    private static final int CONNECT_MILLIS = 200;
    private static final long STEP_NANOS = 50_000_000;
    private static final List<String> WORDS = List.of(
            "",
            "POST /event/push/alert/aliyun-arms?integration_key=nobody HTTP/1.1\r\nHost: a\r\nContent-Le",
            "POST /event/push/alert/aliyun-arms?integration_key=nobody HTTP/1.1\r\nHost: a\r\n"
                    + "Content-Length: 1000000\r\n\r\n{",
            "GET / HTTP/1.1\r\nHost: a\r\n\r\n");

    private final int port;
    private final int connections;
    private final long untilMillis;
    private final Thread thread = new Thread(this, "crowd");

    private Crowd(int port, int connections, long untilMillis) {
        this.port = port;
        this.connections = connections;
        this.untilMillis = untilMillis;
    }

    static Crowd gather(int port, int connections, int millis) {
        Crowd crowd = new Crowd(port, connections, System.currentTimeMillis() + millis);
        crowd.thread.setDaemon(true);
        crowd.thread.start();
        return crowd;
    }

    @Override
    public void run() {
        List<Socket> open = new ArrayList<>();
        for (int i = 0; i < connections && wanted(); i++) {
            Socket socket = new Socket();
            open.add(socket);
            send(socket, WORDS.get(i % WORDS.size()));
        }
        while (wanted()) {
            LockSupport.parkNanos(STEP_NANOS);
        }
        open.forEach(Crowd::end);
    }

    private boolean wanted() {
        return System.currentTimeMillis() < untilMillis
                && !Thread.currentThread().isInterrupted();
    }

    private void send(Socket socket, String words) {
        try {
            socket.bind(new InetSocketAddress(InetAddress.getByAddress(FROM), 0));
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MILLIS);
            socket.getOutputStream().write(words.getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            // To be turned away, or to find a relay that is being killed, is what may happen to one of a crowd.
        }
    }

    private static void end(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It is gone.
        }
    }

    void await() throws InterruptedException {
        thread.join();
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
