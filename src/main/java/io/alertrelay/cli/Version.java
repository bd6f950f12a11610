package io.alertrelay.cli;

import picocli.CommandLine.IVersionProvider;

/** The version of the build, as {@code --version} prints it. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        String version = Version.class.getPackage().getImplementationVersion();
        return new String[] {"Alert Relay " + (version == null ? "(not packaged)" : version)};
    }
}
