package io.alertrelay.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/**
 * A way to a port of loopback that can be cut, as a network can: nothing is refused or closed then, and what either
 * side sends arrives when it is repaired.
 */
public final class Cable implements AutoCloseable {
    private static final int PIECE = 64 << 10;
    private static final int WAITING = 200;

    private final ServerSocket listening;
    private final int target;
    private boolean cut;

    /**
     * Listens from now on.
     *
     * @param port of loopback at which it listens
     * @param target to which it leads
     */
    public Cable(int port, int target) throws IOException {
        this.listening = new ServerSocket(port, WAITING, InetAddress.getLoopbackAddress());
        this.target = target;
        run("accept", this::accept);
    }

    /** From now on nothing gets through. */
    public synchronized void cut() {
        cut = true;
    }

    /** Everything gets through again, what was sent meanwhile first. */
    public synchronized void restore() {
        cut = false;
        notifyAll();
    }

    private synchronized void awaitWhole() throws InterruptedException {
        while (cut) {
            wait();
        }
    }

    private void accept() throws IOException {
        while (true) {
            Socket near = listening.accept();
            run("connect", () -> connect(near));
        }
    }

    private void connect(Socket near) throws IOException, InterruptedException {
        try (near) {
            awaitWhole();
            try (Socket far = new Socket(InetAddress.getLoopbackAddress(), target)) {
                near.setTcpNoDelay(true);
                far.setTcpNoDelay(true);
                Thread back = run("back", () -> carry(far, near));
                carry(near, far);
                back.join();
            }
        }
    }

    /** Until one side closes; then both. */
    private void carry(Socket from, Socket to) throws IOException, InterruptedException {
        byte[] piece = new byte[PIECE];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
                awaitWhole();
                out.write(piece, 0, n);
            }
            awaitWhole();
        }
    }

    private interface Work {
        void run() throws IOException, InterruptedException;
    }

    private static Thread run(String name, Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException e) {
                        // One side has gone, and so goes the other.
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "cable-" + name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    @Override
    public void close() throws IOException {
        listening.close();
        restore();
    }
}
