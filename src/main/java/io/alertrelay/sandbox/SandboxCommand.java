package io.alertrelay.sandbox;

import io.vertx.core.Vertx;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code relay sandbox}: the sandbox alone, until it is interrupted. */
@Command(
        name = "sandbox",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Runs the sandbox (a Flashduty simulator), which accepts and refuses as the real one does, shows what it was"
                    + " sent, and misbehaves on command. It notifies no one, and remembers nothing when it ends.",
            ""
        },
        footer = {
            "",
            "Kinds of fault, with the argument that KEY=KIND:ARG gives:",
            "  status:CODE              an error with that status of HTTP (500)",
            "  too-many-requests:SECS   429, with Retry-After if SECS is given",
            "  ok-with-error:CODE       200 that carries an error",
            "  hang                     no answer, ever",
            "  delay:MILLIS             the right answer, late (2000)",
            "  reset                    the connection is reset without an answer",
            "  half-answer              event taken, half the answer, then a reset",
            "  reset-after-accept       event taken, its answer lost",
            "  html                     200 with an HTML page",
            "  redirect:URL             307 to that URL",
            "  endless:PART             200 whose body never ends, or headers, or trickle:",
            "                           a character of the body now and then",
            "  gzip-bomb                200, half a MiB that unpacks to half a GiB",
            "",
            "While it runs:",
            "  GET /                    what arrived, as a page",
            "  GET /sandbox/events?integration_key=KEY&after=SEQ",
            "                           the same as JSON, newer than that number",
            "  POST /sandbox/faults     {\"key\":…,\"kind\":…,\"args\":{…},\"times\":…}",
            "                           breaks that key so many times, or until healed",
            "  DELETE /sandbox/faults?integration_key=KEY",
            "                           heals that key",
            "  GET /sandbox/health      200 while it runs",
            ""
        },
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:it ran until it was stopped",
            "1:it could not start, for example because the port is taken",
            "2:wrong usage"
        })
public final class SandboxCommand implements Callable<Integer> {
    private static final int STOP_SECONDS = 10;

    @Option(
            names = "--host",
            paramLabel = "HOST",
            defaultValue = "127.0.0.1",
            description = "Address to listen on (default: ${DEFAULT-VALUE}, only this machine).")
    private String host;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "8082",
            description = "Port to listen on (default: ${DEFAULT-VALUE}; 0: any free one).")
    private int port;

    @Option(
            names = "--journal",
            paramLabel = "FILE",
            description = "Append every request to this file as one line of JSON, with its key as given.")
    private Optional<Path> journal = Optional.empty();

    @Option(
            names = "--fault",
            paramLabel = "KEY=KIND",
            description = "Start with this integration key broken until it is healed; may be repeated.")
    private List<String> faults = new ArrayList<>();

    @Spec
    private CommandSpec spec;

    private final CountDownLatch stop = new CountDownLatch(1);
    private final CountDownLatch stopped = new CountDownLatch(1);

    /** Runs until the thread is interrupted or the process is stopped; 0, or 1 if it can't start. */
    @Override
    public Integer call() {
        List<FaultOrder> orders = orders();
        if (port < 0 || port > 65_535) {
            throw new ParameterException(
                    spec.commandLine(), "--port: found " + port + ", expected a port from 0 to 65535");
        }
        Vertx vertx = Vertx.vertx();
        Thread hook = new Thread(this::stopAndWait, "sandbox-stop");
        Runtime.getRuntime().addShutdownHook(hook);
        try (Sandbox sandbox = Sandbox.start(vertx, new SandboxOptions(host, port, journal), Clock.systemUTC())) {
            orders.forEach(sandbox::order);
            greet(sandbox.url(), spec.commandLine().getOut());
            stop.await();
        } catch (SandboxException e) {
            spec.commandLine().getErr().println(e.getMessage());
            return 1;
        } catch (InterruptedException e) {
            spec.commandLine().getOut().println("The sandbox was interrupted and stops.");
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
            stopped.countDown();
            removeHook(hook);
        }
        return 0;
    }

    private List<FaultOrder> orders() {
        List<FaultOrder> orders = new ArrayList<>();
        for (String fault : faults) {
            try {
                orders.add(FaultOrder.parse(fault));
            } catch (IllegalArgumentException e) {
                throw new ParameterException(
                        spec.commandLine(), "--fault (number " + (orders.size() + 1) + "): " + e.getMessage());
            }
        }
        return orders;
    }

    private static void greet(String url, PrintWriter out) {
        out.println("Sandbox Flashduty listens on " + url + "/ (open it in a browser to see what arrives)");
        out.println("Push URL, with any key:  " + url + Endpoint.STANDARD.path() + "?integration_key=KEY");
        out.println("Break a channel:         curl -d '{\"key\":\"KEY\",\"kind\":\"status\",\"args\":{\"code\":503}}' "
                + url + "/sandbox/faults");
        out.println("Heal it:                 curl -X DELETE '" + url + "/sandbox/faults?integration_key=KEY'");
        out.println("Kinds:                   " + FaultKind.words());
        out.flush();
    }

    private void stopAndWait() {
        stop.countDown();
        try {
            stopped.await(STOP_SECONDS, TimeUnit.SECONDS);
            // A JVM that a signal ends exits with 128 + signal; an orderly stop is no failure.
            Runtime.getRuntime().halt(0);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void removeHook(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process ends already, and the hook is what brought us here.
        }
    }
}
