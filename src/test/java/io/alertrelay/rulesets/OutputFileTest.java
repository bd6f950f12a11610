package io.alertrelay.rulesets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class OutputFileTest {
    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("rules.yaml");
    }

    @Test
    void aFileThatIsReplacedKeepsItsPermissions() throws Exception {
        Files.writeString(file, "before");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-r--"));

        OutputFile.write(file, "after");

        assertThat(Files.readString(file)).isEqualTo("after");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-rw-r--");
        assertThat(names()).containsExactly("rules.yaml");
    }

    @Test
    void aFileThatIsReplacedKeepsItsOwnerAndGroup() throws Exception {
        Files.writeString(file, "before");
        UserPrincipalLookupService users = file.getFileSystem().getUserPrincipalLookupService();
        PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        UserPrincipal root = users.lookupPrincipalByName("root");
        assumeTrue(view.getOwner().equals(root), "only root may give files away");
        view.setOwner(users.lookupPrincipalByName("daemon"));
        view.setGroup(users.lookupPrincipalByGroupName("daemon"));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));

        OutputFile.write(file, "after");

        assertThat(file).hasContent("after");
        assertThat(view.readAttributes().owner().getName()).isEqualTo("daemon");
        assertThat(view.readAttributes().group().getName()).isEqualTo("daemon");
    }

    @Test
    void whatALinkLeadsToIsWrittenAndTheLinkStays() throws Exception {
        Path linked = Files.createDirectory(folder.resolve("mine")).resolve("linked.yaml");
        Files.createSymbolicLink(file, Path.of("mine/linked.yaml"));

        OutputFile.write(file, "new");
        assertThat(Files.readString(linked)).isEqualTo("new");

        OutputFile.write(file, "newer");
        assertThat(Files.readString(linked)).isEqualTo("newer");
        assertThat(file).isSymbolicLink();
    }

    @Test
    void whereNoOtherFileCanBeBesideItItIsWrittenInPlace() throws Exception {
        Files.writeString(file, "before, and longer");
        Path taken = Files.createDirectory(
                folder.resolve(".rules.yaml." + ProcessHandle.current().pid() + ".new"));
        Files.writeString(taken.resolve("of"), "somebody else");

        OutputFile.write(file, "after");

        assertThat(Files.readString(file)).isEqualTo("after");
        assertThat(taken.resolve("of")).hasContent("somebody else");
    }

    @Test
    void whatThisProcessHasOpenIsWrittenAsItIsWithoutForce() throws Exception {
        assumeTrue(Files.isDirectory(Path.of("/proc/self/fd")), "only Linux names it so");
        try (OutputStream open = Files.newOutputStream(file)) {
            open.write("begun, ".getBytes(StandardCharsets.UTF_8));
            Path opened = opened();
            Path link = Files.createSymbolicLink(folder.resolve("link"), opened);

            OutputFile.check(opened, false, new CommandLine(new Anything()));
            OutputFile.check(link, false, new CommandLine(new Anything()));
            OutputFile.write(link, "ended");
        }

        assertThat(Files.readString(file)).isEqualTo("begun, ended");
        assertThat(names()).containsExactly("link", "rules.yaml");
    }

    @Test
    void whatCanNotBeWrittenIsNamedAndWhy() throws Exception {
        Path missing = folder.resolve("none/rules.yaml");
        assertThatThrownBy(() -> OutputFile.write(missing, "rules"))
                .hasMessage(missing + " can't be written: there is no such folder");

        Files.createSymbolicLink(file, Path.of("none/linked.yaml"));
        assertThatThrownBy(() -> OutputFile.write(file, "rules"))
                .hasMessage(folder.resolve("none/linked.yaml") + " can't be written: there is no such folder");

        assertThatThrownBy(() -> OutputFile.write(folder, "rules"))
                .hasMessage(folder + " can't be written: Is a directory");
    }

    private Path opened() throws IOException {
        Path real = file.toRealPath();
        try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
            return all.filter(one -> leadsTo(one, real)).findFirst().orElseThrow();
        }
    }

    private static boolean leadsTo(Path link, Path file) {
        try {
            return Files.readSymbolicLink(link).equals(file);
        } catch (IOException e) {
            // It was that of the listing.
            return false;
        }
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(one -> one.getFileName().toString()).sorted().toList();
        }
    }

    @Command
    private static final class Anything {}
}
