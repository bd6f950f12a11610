package io.alertrelay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class FileExceptionTest {
    private static final Path FILE = Path.of("/srv/rules/new.yaml");

    @Test
    void itSaysWhichFileAndWhy() {
        assertThat(FileException.ofWriting(FILE, new NoSuchFileException("/srv/rules/.new.yaml.7.new")))
                .hasMessage("/srv/rules/new.yaml can't be written: there is no such folder");
        assertThat(FileException.ofReading(Path.of("body.json"), new AccessDeniedException("body.json")))
                .hasMessage("body.json can't be read: permission denied");
        assertThat(FileException.ofReading(FILE, new NoSuchFileException("/x")))
                .hasMessage("/srv/rules/new.yaml can't be read: there is no such file");
        assertThat(FileException.ofWriting(FILE, new FileSystemException("/x", null, "Is a directory")))
                .hasMessage("/srv/rules/new.yaml can't be written: Is a directory");
        assertThat(FileException.ofWriting(FILE, new IOException("No space left on device")))
                .hasMessage("/srv/rules/new.yaml can't be written: No space left on device");
    }

    @Test
    void aFailureThatSaysNothingIsCalledByItsClass() {
        assertThat(FileException.ofReading(FILE, new IOException()))
                .hasMessage("/srv/rules/new.yaml can't be read: IOException");
        assertThat(FileException.message(new FileSystemException("/x"))).isEqualTo("/x: FileSystemException");
        assertThat(FileException.message(new FileSystemException(null))).isEqualTo("FileSystemException");
    }
}
