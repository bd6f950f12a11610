package io.alertrelay.testing;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Debian's Chromium with one tab, driven by the DevTools protocol: what a person sees and does, and nothing else. What
 * its console complains of (a fault of a script, something that the policy of the page forbids) is kept, see {@link
 * #complaints}.
 */
public final class Browser implements AutoCloseable {
    private static final Duration SOON = Duration.ofMinutes(2);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Process process;
    private final WebSocket socket;
    private final AtomicInteger ids = new AtomicInteger();
    private final Map<Integer, CompletableFuture<JsonNode>> asked = new ConcurrentHashMap<>();
    private final List<String> complaints = new CopyOnWriteArrayList<>();

    private Browser(Process process, URI page) throws Exception {
        this.process = process;
        this.socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(page, new Messages())
                .get(1, TimeUnit.MINUTES);
        for (String domain : List.of("Page", "Runtime", "Log")) {
            ask(domain + ".enable", object());
        }
    }

    /** @param folder an empty one, for its profile */
    public static Browser start(Path folder) throws Exception {
        Process process = new ProcessBuilder(
                        // Without windows, which takes less than half of the processor's time.
                        "chromium-headless-shell",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-dev-shm-usage",
                        "--hide-scrollbars",
                        "--no-first-run",
                        "--lang=en-US",
                        "--remote-debugging-port=0",
                        "--user-data-dir=" + folder,
                        "about:blank")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("chromium.log").toFile())
                .start();
        try {
            Path port = folder.resolve("DevToolsActivePort");
            await().atMost(SOON)
                    .until(() -> Files.exists(port) && Files.readString(port).contains("\n"));
            String list = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:"
                                            + Files.readAllLines(port).get(0) + "/json/list"))
                                    .build(),
                            BodyHandlers.ofString())
                    .body();
            for (JsonNode target : JSON.readTree(list)) {
                if (target.path("type").asText().equals("page")) {
                    return new Browser(
                            process,
                            URI.create(target.path("webSocketDebuggerUrl").asText()));
                }
            }
            throw new IOException("found no page in " + list);
        } catch (Exception e) {
            end(process);
            throw e;
        }
    }

    /** What the browser had to complain of since it was asked last. */
    public List<String> complaints() {
        List<String> all = List.copyOf(complaints);
        complaints.clear();
        return all;
    }

    /** From now on it is a phone (360 wide), or not; and its user likes dark pages, or not. */
    public void looks(boolean phone, boolean dark) throws Exception {
        ask(
                "Emulation.setDeviceMetricsOverride",
                object().put("width", phone ? 360 : 1280)
                        .put("height", phone ? 740 : 860)
                        .put("deviceScaleFactor", phone ? 2 : 1)
                        .put("mobile", phone));
        ObjectNode media = object();
        media.putArray("features")
                .add(object().put("name", "prefers-color-scheme").put("value", dark ? "dark" : "light"))
                // Without a graphics card what moves takes a processor's time, sixty times a second.
                .add(object().put("name", "prefers-reduced-motion").put("value", "reduce"));
        ask("Emulation.setEmulatedMedia", media);
    }

    /** Goes there, and returns when something of the page can be seen. */
    public void go(String url) throws Exception {
        eval("window.left = true");
        ask("Page.navigate", object().put("url", url));
        until("!window.left && document.querySelector('main')?.childElementCount > 0");
    }

    /**
     * Plays a scene in which the script runs in each page before the page's own: for what does not answer as it should.
     */
    public void with(String script, Scene scene) throws Exception {
        ObjectNode added = object();
        added.set(
                "identifier",
                ask("Page.addScriptToEvaluateOnNewDocument", object().put("source", script))
                        .path("identifier"));
        try {
            scene.play();
        } finally {
            ask("Page.removeScriptToEvaluateOnNewDocument", added);
        }
    }

    /** What an expression is, as JSON; of a promise what it becomes. */
    public JsonNode eval(String script) throws Exception {
        JsonNode answer = ask(
                "Runtime.evaluate",
                object().put("expression", script)
                        .put("awaitPromise", true)
                        .put("returnByValue", true)
                        .put("userGesture", true));
        if (answer.has("exceptionDetails")) {
            throw new IllegalStateException(script + ": " + answer.path("exceptionDetails"));
        }
        return answer.at("/result/value");
    }

    /** Returns when the expression is true. */
    public void until(String script) {
        await(script)
                .atMost(SOON)
                .pollInterval(Duration.ofMillis(200))
                .pollDelay(Duration.ZERO)
                .ignoreExceptions()
                .until(() -> eval(script).asBoolean());
    }

    /** Returns when the page says that. */
    public void sees(String text) throws Exception {
        until("document.body.innerText.includes(" + JSON.writeValueAsString(text) + ")");
    }

    /** Clicks on what is a button, a link or a summary with these words, once it is there. */
    public void click(String words) throws Exception {
        // In one go: between two the page may have been drawn again.
        until("(e => e !== undefined && (e.click(), true))([...(document.querySelector('dialog[open]') ?? document)"
                + ".querySelectorAll('button, a, summary, label')].find(e => "
                + "(e.innerText.trim() === W || e.getAttribute('aria-label') === W) && e.checkVisibility() && !e.disabled))"
                        .replace("W", JSON.writeValueAsString(words)));
    }

    /** Writes into the field with that label, as somebody who types does. */
    public void fill(String label, String text) throws Exception {
        until("(field => field !== undefined && (field.focus(), field.select(), true))("
                + "[...(document.querySelector('dialog[open]') ?? document).querySelectorAll('label')].find(l =>"
                + " l.innerText.trim() === " + JSON.writeValueAsString(label) + " && l.checkVisibility())?.control)");
        ask("Input.insertText", object().put("text", text));
    }

    /** Presses a key: {@code Tab}, {@code Enter}, {@code Escape}. */
    public void press(String key) throws Exception {
        int code = Map.of("Tab", 9, "Enter", 13, "Escape", 27).get(key);
        for (String type : List.of("keyDown", "keyUp")) {
            ObjectNode event =
                    object().put("type", type).put("key", key).put("code", key).put("windowsVirtualKeyCode", code);
            ask("Input.dispatchKeyEvent", key.equals("Enter") ? event.put("text", "\r") : event);
        }
    }

    /** What axe finds serious or critical on the page. */
    public List<String> serious() throws Exception {
        if (!eval("typeof axe === 'object'").asBoolean()) {
            try (InputStream in = Browser.class.getResourceAsStream("/axe.min.js")) {
                eval(new String(in.readAllBytes(), StandardCharsets.UTF_8) + "; 0");
            }
        }
        List<String> found = new ArrayList<>();
        eval("axe.run(document, { resultTypes: ['violations'] }).then(r => r.violations.filter(v => "
                        + "['serious', 'critical'].includes(v.impact)).flatMap(v => v.nodes.map(n => v.id + ' ' + n.html"
                        + " + ' ' + n.failureSummary)))")
                .forEach(violation -> found.add(violation.asText()));
        return found;
    }

    /** A picture of what can be seen, or of the whole page. */
    public void picture(Path png, boolean whole) throws Exception {
        Files.createDirectories(png.getParent());
        String data = ask(
                        "Page.captureScreenshot", object().put("format", "png").put("captureBeyondViewport", whole))
                .path("data")
                .asText();
        Files.write(png, Base64.getDecoder().decode(data));
    }

    private JsonNode ask(String method, ObjectNode params) throws Exception {
        int id = ids.incrementAndGet();
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        asked.put(id, answer);
        ObjectNode message = object().put("id", id).put("method", method);
        message.set("params", params);
        socket.sendText(message.toString(), true).get(1, TimeUnit.MINUTES);
        JsonNode result = answer.get(1, TimeUnit.MINUTES);
        if (result.has("error")) {
            throw new IllegalStateException(method + ": " + result.path("error"));
        }
        return result.path("result");
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    @Override
    public void close() {
        socket.abort();
        end(process);
    }

    private static void end(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        try {
            // It writes into its folder to the end.
            process.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What somebody sees and does. */
    @FunctionalInterface
    public interface Scene {
        void play() throws Exception;
    }

    private final class Messages implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
            text.append(part);
            if (last) {
                try {
                    take(JSON.readTree(text.toString()));
                } catch (IOException e) {
                    complaints.add("not JSON: " + e.getMessage());
                }
                text.setLength(0);
            }
            from.request(1);
            return null;
        }

        private void take(JsonNode message) {
            String level = message.at("/params/entry/level").asText();
            if (message.has("id")) {
                asked.remove(message.path("id").asInt()).complete(message);
            } else if (message.path("method").asText().equals("Runtime.exceptionThrown")
                    || level.equals("error")
                    || level.equals("warning")) {
                complaints.add(message.path("params").toString());
            }
        }
    }
}
