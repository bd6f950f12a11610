package io.alertrelay.cli;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** The person who runs a command, for records of it: whoever called {@code sudo} for it, or its user. */
public final class CurrentUser {
    private CurrentUser() {}

    /** The person and the machine, as {@code root@host}. */
    public static String runs() {
        String caller = System.getenv("SUDO_USER");
        String user = caller == null ? System.getProperty("user.name", "unknown") : caller;
        try {
            return user + "@" + InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return user;
        }
    }
}
