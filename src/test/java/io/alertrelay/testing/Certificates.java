package io.alertrelay.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Keys and certificates that the JDK's keytool makes while the test runs; each name trusts those it is told to. */
public final class Certificates {
    /** Of every store. */
    public static final String PASSWORD = "only-for-this-test";

    private final Path folder;

    public Certificates(Path folder) {
        this.folder = folder;
    }

    /** A new key with a certificate for this machine, in a store of its own. */
    public Path key(String name) throws IOException, InterruptedException {
        Path store = folder.resolve(name + ".p12");
        keytool(
                store,
                List.of("-genkeypair", "-alias", name, "-dname", "CN=" + name, "-keyalg", "EC", "-validity", "2"),
                List.of("-ext", "SAN=ip:127.0.0.1,dns:localhost"));
        keytool(store, List.of("-exportcert", "-alias", name), List.of("-file", certificate(name)));
        return store;
    }

    /** A store of those whom that one trusts: the certificate of {@code trusted}. */
    public Path trust(String name, String trusted) throws IOException, InterruptedException {
        Path store = folder.resolve(name + "-trusts.p12");
        keytool(store, List.of("-importcert", "-noprompt", "-alias", trusted), List.of("-file", certificate(trusted)));
        return store;
    }

    private String certificate(String name) {
        return folder.resolve(name + ".cer").toString();
    }

    private void keytool(Path store, List<String> what, List<String> more) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of("-J-XX:TieredStopAtLevel=1", "-J-XX:+UseSerialGC"));
        command.addAll(what);
        command.addAll(List.of("-storetype", "PKCS12", "-keystore", store.toString(), "-storepass", PASSWORD));
        command.addAll(more);
        Path output = folder.resolve("keytool.log");
        int exit = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start()
                .waitFor();
        if (exit != 0) {
            throw new IOException(String.join(" ", what) + ": " + Files.readString(output));
        }
    }
}
