package io.alertrelay.cli;

import io.alertrelay.text.BuildVersion;
import picocli.CommandLine.IVersionProvider;

/** The version of the build, as {@code --version} prints it. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        return new String[] {"Alert Relay " + BuildVersion.text()};
    }
}
