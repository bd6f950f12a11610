package io.alertrelay.sandbox;

import static io.alertrelay.sandbox.RunningSandbox.KEY;
import static io.alertrelay.sandbox.RunningSandbox.event;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Answers of which there is no end, or too much. */
class EndlessPushTest {
    private static final int PATIENT = 20_000;

    @RegisterExtension
    final RunningSandbox running = new RunningSandbox();

    @Test
    void anEndlessBodyGoesOnAsLongAsItIsRead() throws Exception {
        running.sandbox().fault(KEY, new Fault.Endless(EndlessPart.BODY));

        String answer = read(10 << 20);

        String[] parts = answer.split("\r\n\r\n", 2);
        assertThat(parts[0]).startsWith("HTTP/1.1 200 OK");
        assertThat(parts[1]).startsWith("<!doctype html><p>xxx").hasSizeGreaterThan(9 << 20);
    }

    @Test
    void aTrickledBodyComesCharacterByCharacter() throws Exception {
        running.sandbox().fault(KEY, new Fault.Endless(EndlessPart.TRICKLE));

        assertThat(read(120)).contains("\r\n\r\n{\"request_id\":\"xxx");
    }

    @Test
    void endlessHeadersNeverComeToTheBody() throws Exception {
        running.sandbox().fault(KEY, new Fault.Endless(EndlessPart.HEADERS));

        assertThat(read(10 << 20)).startsWith("HTTP/1.1 200 OK").doesNotContain("\r\n\r\n");
    }

    @Test
    void aGzipBombIsAThousandTimesItsSize() throws Exception {
        running.sandbox().fault(KEY, new Fault.GzipBomb());

        HttpResponse<byte[]> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(running.sandbox().pushUrl(KEY)))
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString(event("Critical", "a")))
                                .build(),
                        HttpResponse.BodyHandlers.ofByteArray());

        assertThat(answer.headers().firstValue("Content-Encoding")).contains("gzip");
        assertThat(answer.body()).hasSizeLessThan(1 << 20);
        try (InputStream unpacked = new GZIPInputStream(new ByteArrayInputStream(answer.body()))) {
            assertThat(unpacked.skip(256L << 20)).isEqualTo(256L << 20);
        }
    }

    @ParameterizedTest
    @EnumSource
    void theEventIsNotTakenAndNoOtherRequestIsHeldUp(EndlessPart part) throws Exception {
        running.sandbox().fault(KEY, new Fault.Endless(part));
        try (Socket endless = post()) {
            assertThat(endless.getInputStream().read()).isNotNegative();

            assertThat(running.push(event("Critical", "b")).statusCode()).isEqualTo(200);
        }
        assertThat(running.sandbox().alerts(KEY)).containsOnlyKeys("b");
    }

    private String read(int bytes) throws IOException {
        try (Socket socket = post()) {
            byte[] answer = new byte[bytes];
            int read = socket.getInputStream().readNBytes(answer, 0, bytes);
            return new String(Arrays.copyOf(answer, read), StandardCharsets.US_ASCII);
        }
    }

    private Socket post() throws IOException {
        URI url = URI.create(running.sandbox().pushUrl(KEY));
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), url.getPort());
        socket.setSoTimeout(PATIENT);
        String body = event("Critical", "a");
        OutputStream out = socket.getOutputStream();
        out.write(("POST " + url.getPath() + "?" + url.getQuery() + " HTTP/1.1\r\nHost: localhost\r\n"
                        + "Content-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n" + body)
                .getBytes(StandardCharsets.US_ASCII));
        out.flush();
        return socket;
    }
}
