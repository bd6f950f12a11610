package io.alertrelay.text;

/** The version of the build. */
public final class BuildVersion {
    private BuildVersion() {}

    /** As the archive states it; of classes that were not packaged there is none. */
    public static String text() {
        String version = BuildVersion.class.getPackage().getImplementationVersion();
        return version == null ? "(not packaged)" : version;
    }
}
