package io.alertrelay.sandbox;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/**
 * What a bare socket sees of an answer.
 *
 * @param text what arrived
 * @param end how it ended
 */
record RawAnswer(String text, End end) {
    enum End {
        CLOSED,
        RESET,
        SILENT
    }

    static RawAnswer post(String url, String body, int patienceMillis) throws IOException {
        URI uri = URI.create(url);
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        String head = "POST " + uri.getRawPath() + "?" + uri.getRawQuery()
                + " HTTP/1.1\r\nHost: sandbox\r\nConnection: close\r\n"
                + "Content-Type: application/json\r\nContent-Length: " + bytes.length + "\r\n\r\n";
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), uri.getPort())) {
            socket.setSoTimeout(patienceMillis);
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().write(bytes);
            return read(socket.getInputStream());
        }
    }

    private static RawAnswer read(InputStream in) throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        End end = End.CLOSED;
        try {
            for (int b = in.read(); b >= 0; b = in.read()) {
                text.write(b);
            }
        } catch (SocketTimeoutException e) {
            end = End.SILENT;
        } catch (SocketException e) {
            end = End.RESET;
        }
        return new RawAnswer(text.toString(StandardCharsets.UTF_8), end);
    }
}
