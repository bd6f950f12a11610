package io.alertrelay.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.alertrelay.Main;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Arrays;

/** Runs commands in this process, and keeps what the last one printed. */
public final class Commands {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    /** Returns the exit code of {@code relay} with these arguments. */
    public int run(String... args) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        return Main.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(args);
    }

    /** The same with a configuration, which is named last. */
    public int run(Path config, String... args) {
        String[] all = Arrays.copyOf(args, args.length + 2);
        all[args.length] = "--config";
        all[args.length + 1] = config.toString();
        return run(all);
    }

    /** What the last command printed to stdout. */
    public String out() {
        return out.toString();
    }

    /** What the last command printed to stderr. */
    public String err() {
        return err.toString();
    }

    /** What the last command printed to stdout, as JSON. */
    public JsonNode json() throws JsonProcessingException {
        return JSON.readTree(out());
    }
}
