package io.alertrelay.app;

import io.alertrelay.cli.ConfigOption;
import io.alertrelay.cli.JvmEncoding;
import io.alertrelay.cli.RelayCommand;
import io.alertrelay.config.ConfigFile;
import io.alertrelay.config.RelayConfig;
import io.alertrelay.reading.StartException;
import io.alertrelay.reading.StartupListener;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code relay serve}: runs the relay until it is asked to stop. */
@Command(
        name = "serve",
        description =
                "Runs the relay until Ctrl-C or SIGTERM. With --config, what is changed in the configuration, or in the"
                        + " files of rules and secrets that it names, is put into force some seconds later, if it has"
                        + " no mistake.",
        exitCodeList = {"0:it was stopped", "1:it could not start, or had to stop", "2:the configuration has mistakes"})
public final class ServeCommand extends RelayCommand {
    private static final Logger LOG = LoggerFactory.getLogger("relay");

    private static final Duration STOP_WITHIN = Duration.ofSeconds(14);
    /** How long the process waits at its end for its last lines to be read. */
    private static final Duration LAST_LINES = Duration.ofSeconds(1);

    @Mixin
    private ConfigOption config;

    @Mixin
    private LogOptions log;

    @Option(
            names = "--no-watch",
            description =
                    "Does not watch the configuration's files; 'relay reload' and SIGHUP read them again, and the relay itself"
                            + " does until what they found is in force.")
    private boolean noWatch;

    @Option(names = "--until-ready", hidden = true, description = "Stops as soon as it is ready: for the build.")
    private boolean untilReady;

    @Override
    public Integer call() throws Exception {
        log.apply(line());
        LogOut lines = LogOptions.detach();
        try {
            Optional<ConfigFile> file = config.file()
                    .map(path -> new ConfigFile(path, JvmEncoding.current().environment(System.getenv())));
            return serve(file.isPresent() ? file.get().load() : config.load(), file, lines);
        } catch (StartException e) {
            LOG.error("{}", e.getMessage());
            return 1;
        } finally {
            lines.await(LAST_LINES);
        }
    }

    private int serve(RelayConfig loaded, Optional<ConfigFile> file, LogOut lines)
            throws StartException, InterruptedException {
        LOG.info("configuration: {}", config.file().map(Object::toString).orElse("none given, so this is a trial"));
        AtomicBoolean working = new AtomicBoolean();
        CompletableFuture<App> started = new CompletableFuture<>();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(working.get(), started, lines), "shutdown"));
        AtomicBoolean hungUp = new AtomicBoolean();
        if (file.isPresent()) {
            // A trial ends with its terminal, as any other program does. One that is still starting must not end by it.
            Hangup.handle(() -> {
                hungUp.set(true);
                reloadIf(hungUp, started);
            });
        }
        App app = start(loaded, file, working, started, lines);
        reloadIf(hungUp, started);
        lines.await(LAST_LINES);
        welcome(loaded, app);
        if (!untilReady) {
            new CountDownLatch(1).await();
        }
        return 0;
    }

    private static void reloadIf(AtomicBoolean wanted, CompletableFuture<App> started) {
        if (started.isDone() && !started.isCompletedExceptionally() && wanted.getAndSet(false)) {
            started.join().reload("SIGHUP");
        }
    }

    /** A log in JSON is read by programs, so nothing else is printed. */
    private void welcome(RelayConfig loaded, App app) {
        if (log.format() == LogOptions.LogFormat.json) {
            LOG.info("ready: public port {}, management port {}", app.port(), app.managementPort());
            return;
        }
        new Welcome(loaded, app.port(), app.managementPort(), config.file().isEmpty()).print(out());
        out().flush();
    }

    private App start(
            RelayConfig loaded,
            Optional<ConfigFile> file,
            AtomicBoolean working,
            CompletableFuture<App> started,
            LogOut lines)
            throws StartException {
        try {
            App app =
                    App.start(loaded, file, new LoggedStart(working), (status, reason) -> brokerFailed(reason, lines));
            watch(app, file.isPresent(), lines);
            // Not before all of it has started: whoever stops it closes what has.
            started.complete(app);
            return app;
        } catch (StartException | RuntimeException | Error e) {
            started.completeExceptionally(e);
            throw e;
        }
    }

    private void watch(App app, boolean hasFile, LogOut lines) {
        try {
            app.watch(lines);
            if (hasFile && noWatch) {
                app.retryReloads();
            } else if (hasFile) {
                app.watch();
            }
        } catch (RuntimeException | Error e) {
            // It takes webhooks already.
            app.close();
            throw e;
        }
    }

    /** Stops on a signal; a further signal changes nothing. */
    private static void stop(boolean working, CompletableFuture<App> started, LogOut lines) {
        if (started.isCompletedExceptionally()) {
            // The process ends by itself, with its own exit code.
            return;
        }
        if (!working) {
            // What was accepted before is on disk, and nothing was accepted since: there is nothing to finish.
            LOG.info("stopped before it had started");
            end(0, lines);
        }
        Thread watchdog = new Thread(() -> giveUpWaiting(lines), "watchdog");
        watchdog.setDaemon(true);
        watchdog.start();
        if (!started.isDone()) {
            LOG.info("stopping: as soon as the start, which is nearly through, has ended");
        }
        try {
            App app = started.join();
            LOG.info("stopping: no new webhooks, finishing what is in flight");
            app.close();
            LOG.info("stopped");
        } catch (CompletionException e) {
            LOG.info("stopped: the start has failed");
            end(1, lines);
        }
        // A JVM that a signal ends exits with 128 + signal; an orderly stop is no failure.
        end(0, lines);
    }

    /** Whatever still hangs after this time was not finished in order, and is done again after the next start. */
    private static void giveUpWaiting(LogOut lines) {
        LockSupport.parkNanos(STOP_WITHIN.toNanos());
        LOG.warn("stopped before everything had ended; what was in flight is done again after the next start");
        end(0, lines);
    }

    /** The broker's threads are the ones that fail, so no orderly stop is possible. What was accepted is on disk. */
    private static void brokerFailed(String reason, LogOut lines) {
        LOG.error("the embedded Kafka broker failed and the relay stops; nothing accepted is lost: {}", reason);
        end(1, lines);
    }

    private static void end(int status, LogOut lines) {
        lines.await(LAST_LINES);
        Runtime.getRuntime().halt(status);
    }

    /** Nothing is taken while a relay waits, and its sender does not send it again. */
    private record LoggedStart(AtomicBoolean begun) implements StartupListener {
        @Override
        public void step(String what) {
            LOG.info("{}", what);
        }

        @Override
        public void waiting(String what) {
            LOG.warn("waiting for {}; until then webhooks are answered 503", what);
        }

        @Override
        public void working() {
            begun.set(true);
        }
    }

    /** The signal SIGHUP, by which an operator makes a service read its configuration again. */
    private static final class Hangup {
        private Hangup() {}

        /**
         * Runs the action on each SIGHUP, on a thread of its own. Where the JVM does not pass the signal on (Windows,
         * {@code -Xrs}), nothing happens.
         */
        static void handle(Runnable action) {
            try {
                // The JDK has no other way to handle a signal; its module jdk.unsupported keeps this one for that
                // reason. By reflection, because javac warns of it and there is no way to say that it is known.
                Class<?> signal = Class.forName("sun.misc.Signal");
                Class<?> handler = Class.forName("sun.misc.SignalHandler");
                Object onSignal = Proxy.newProxyInstance(
                        handler.getClassLoader(), new Class<?>[] {handler}, (proxy, method, arguments) -> {
                            action.run();
                            return null;
                        });
                signal.getMethod("handle", signal, handler)
                        .invoke(null, signal.getConstructor(String.class).newInstance("HUP"), onSignal);
            } catch (InvocationTargetException e) {
                // There is no such signal here: the command and the file watch do the same.
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("this JVM has no sun.misc.Signal", e);
            }
        }
    }
}
