package io.alertrelay.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.alertrelay.testing.ShellCommand;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The script {@code relay}, with a java that says how it was called. */
class LauncherTest {
    private static final String JAVA = """
            #!/bin/sh
            echo "charmap=$(locale charmap)"
            for argument in "$@"; do echo "$argument"; done
            """;

    private static final Path GRANTED = Path.of("/sys/fs/cgroup/cpu.max");

    @TempDir
    private Path folder;

    private Path home;

    @BeforeEach
    void install() throws IOException {
        home = Files.createDirectories(folder.resolve("of the relay"));
        executable(home.resolve("relay"), Files.readString(Path.of("relay")));
        executable(Files.createDirectories(folder.resolve("jdk/bin")).resolve("java"), JAVA);
    }

    @ParameterizedTest
    @ValueSource(strings = {"X=", "LC_ALL=C", "LC_ALL=POSIX", "LANG=zh_CN.not-there", "LC_ALL=zh_CN.GBK", "LC_CTYPE=C"})
    void theJvmGetsALocaleOfUtf8(String environment) throws Exception {
        assertThat(run(home, home.resolve("relay"), environment)).contains("charmap=UTF-8");
    }

    @Test
    void whatJavaOptsSayOfTheEncodingDoesNotCount() throws Exception {
        List<String> called = run(home, home.resolve("relay"), "JAVA_OPTS=-Xmx300m -Dfile.encoding=GBK");

        assertThat(called).containsSubsequence("-Xmx300m", "-Dfile.encoding=GBK", "-Dfile.encoding=UTF-8", "-jar");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void withFewProcessorsWhatServesCompilesForNoSpeedThatAlertsWouldWaitFor(int processors) throws Exception {
        String path = "PATH=" + withProcessors(processors);

        assertThat(run(home, path, home.resolve("relay").toString(), "serve"))
                .containsSubsequence("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx1g", "-Xmn64m", "-jar");
        assertThat(run(home, path, home.resolve("relay").toString(), "what-if"))
                .noneMatch(argument -> argument.contains("Tiered") || argument.contains("Serial"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 64})
    void whatGoesThroughManyRecordsHasRoomForThemInTheYoungGeneration(int processors) throws Exception {
        assertThat(run(
                        home,
                        "PATH=" + withProcessors(processors),
                        home.resolve("relay").toString(),
                        "audit"))
                .containsSubsequence("-XX:+UseParallelGC", "-Xmx1g", "-Xmn192m", "-jar");
    }

    @Test
    void aCommandThatStaysGetsTheHeapOfAServer() throws Exception {
        assertThat(run(home, home.resolve("relay").toString(), "sandbox"))
                .containsSubsequence("-Xmx1g", "-Xmn64m", "-jar")
                .doesNotContain("-XX:+UseParallelGC");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-XX:MaxGCPauseMillis=50", "-Xlog:gc"})
    void anOptionOfCollectorsInGeneralNamesNone(String option) throws Exception {
        assertThat(run(home, "X=", "env", "JAVA_OPTS=" + option, "./relay", "audit"))
                .contains("-XX:+UseParallelGC", option);
    }

    @Test
    void aFileOfOptionsMayNameTheCollector() throws Exception {
        assertThat(run(home, "X=", "env", "JAVA_OPTS=@/etc/java.options", "./relay", "audit"))
                .doesNotContain("-XX:+UseParallelGC");
    }

    @Test
    void withMoreProcessorsTheJvmDecides() throws Exception {
        assumeTrue(!Files.exists(GRANTED) || Files.readString(GRANTED).startsWith("max"), "granted all of them");
        assertThat(run(home, "PATH=" + withProcessors(64), home.resolve("relay").toString(), "serve"))
                .noneMatch(argument -> argument.contains("Tiered") || argument.contains("GC"));
    }

    @Test
    void aCollectorThatJavaOptsNameIsTheOnlyOne() throws Exception {
        String path = "PATH=" + withProcessors(2);

        assertThat(run(home, "X=", "env", path, "JAVA_OPTS=-XX:+UseG1GC", "./relay", "serve"))
                .containsSubsequence("-XX:TieredStopAtLevel=1", "-XX:+UseG1GC", "-jar")
                .doesNotContain("-XX:+UseSerialGC");
        assertThat(run(home, "X=", "env", path, "JAVA_OPTS=-XX:+UseG1GC", "./relay", "audit"))
                .contains("-XX:+UseG1GC")
                .doesNotContain("-XX:+UseParallelGC", "-Xmn192m");
    }

    private String withProcessors(int count) throws IOException {
        Path tools = Files.createDirectories(folder.resolve("processors"));
        executable(tools.resolve("nproc"), "#!/bin/sh\necho " + count + "\n");
        return tools + ":" + System.getenv("PATH");
    }

    @Test
    void argumentsArePassedOnAsTheyAre() throws Exception {
        assertThat(run(home, home.resolve("relay"), "X=", "--labels", "team=支付 组", ""))
                .endsWith("--labels", "team=支付 组", "");
    }

    @Test
    void theRelayIsFoundBehindAChainOfLinksAbsoluteAndRelative() throws Exception {
        Path bin = Files.createDirectories(folder.resolve("bin 目录"));
        Files.createSymbolicLink(folder.resolve("absolute"), home.resolve("relay"));
        Files.createSymbolicLink(bin.resolve("relative"), Path.of("../absolute"));
        Files.createSymbolicLink(bin.resolve("relay"), Path.of("relative"));

        assertThat(run(folder, bin.resolve("relay"), "X=")).contains("-Drelay.home=" + home.toRealPath());
        assertThat(run(bin, Path.of("./relay"), "X=")).contains("-Drelay.home=" + home.toRealPath());
    }

    @Test
    void withoutMavenTheWrapperBuildsWhatIsStale() throws Exception {
        Files.createFile(home.resolve("pom.xml"));
        Files.createDirectories(home.resolve("target"));
        executable(home.resolve("mvnw"), "#!/bin/sh\necho \"wrapper: $*\"\n");
        Path tools = Files.createDirectories(folder.resolve("tools"));
        for (String tool : List.of("sh", "env", "locale", "grep", "find", "head", "touch")) {
            executable(tools.resolve(tool), "#!/bin/sh\nexec /usr/bin/" + tool + " \"$@\"\n");
        }

        assertThat(run(home, "PATH=" + tools, home.resolve("relay").toString(), "check"))
                .anyMatch(line -> line.startsWith("wrapper: ") && line.endsWith(" package"))
                .containsSubsequence("-jar", home.toRealPath() + "/target/alert-relay.jar", "check");
    }

    @Test
    void anInstalledCopyRunsTheJarBesideItAndBuildsNothing() throws Exception {
        assertThat(run(home, home.resolve("relay"), "X=", "check"))
                .containsSubsequence("-jar", home.toRealPath() + "/alert-relay.jar", "check");
    }

    @Test
    void theRelayIsFoundByAShellThatIsGivenItsName() throws Exception {
        assertThat(run(home, "X=", "sh", "relay")).contains("-Drelay.home=" + home.toRealPath());
    }

    private List<String> run(Path from, Path relay, String environment, String... args) throws Exception {
        List<String> command = new ArrayList<>(List.of(relay.toString()));
        command.addAll(List.of(args));
        return run(from, environment, command.toArray(String[]::new));
    }

    private List<String> run(Path from, String environment, String... relay) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                "env", "-i", "PATH=" + System.getenv("PATH"), "JAVA_HOME=" + folder.resolve("jdk"), environment));
        command.addAll(List.of(relay));
        Process process = ShellCommand.of(folder, command)
                .directory(from.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return List.of(output.split("\n", -1)).subList(0, output.split("\n", -1).length - 1);
    }

    private static void executable(Path file, String text) throws IOException {
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
