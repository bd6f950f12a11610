package io.alertrelay.cli;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** The user who runs a command, for records of it. */
public final class CurrentUser {
    private CurrentUser() {}

    /** The user and the machine, as {@code root@host}. */
    public static String runs() {
        String user = System.getProperty("user.name", "unknown");
        try {
            return user + "@" + InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return user;
        }
    }
}
