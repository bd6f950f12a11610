package io.alertrelay.replay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.alertrelay.record.RecordJson;
import io.alertrelay.record.ReplayState;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What may follow what is the type's to say: nobody has to know it, and what may not follow does not compile. */
class ReplayStateTest {
    private static final Map<String, Set<String>> FOLLOWS = Map.of(
            "waiting", Set.of("planning", "paused", "cancelled"),
            "planning", Set.of("planning", "running", "paused", "cancelled", "failed"),
            "running", Set.of("planning", "done", "paused", "cancelled"),
            "paused", Set.of("planning", "paused", "cancelled"),
            "done", Set.of(),
            "cancelled", Set.of(),
            "failed", Set.of());

    @Test
    void eachStateHasTheWaysToThoseThatMayFollow() {
        assertThat(states().collect(Collectors.toMap(ReplayStateTest::word, ReplayStateTest::followers)))
                .isEqualTo(FOLLOWS);
    }

    @Test
    void onlyAStateMakesTheNext() {
        assertThat(new ClassFileImporter()
                        .withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("io.alertrelay").stream()
                                .flatMap(type -> type.getConstructorCallsFromSelf().stream())
                                .filter(call -> call.getTargetOwner().isAssignableTo(ReplayState.class)
                                        && !call.getTargetOwner().isEquivalentTo(ReplayState.Waiting.class)
                                        && !call.getOriginOwner().getName().startsWith(ReplayState.class.getName())))
                .isEmpty();
    }

    @Test
    void isReadByTheWordThatIsWritten() {
        FOLLOWS.keySet().forEach(word -> {
            assertThat(ReplayState.of(word).word()).isEqualTo(word);
            assertThat(RecordJson.bytes(ReplayState.of(word))).asString().isEqualTo('"' + word + '"');
            assertThat(RecordJson.read(('"' + word + '"').getBytes(UTF_8), ReplayState.class))
                    .contains(ReplayState.of(word));
        });
        assertThatThrownBy(() -> ReplayState.of("asleep")).isInstanceOf(IllegalArgumentException.class);
    }

    private static Stream<Class<?>> states() {
        return Stream.of(ReplayState.class.getPermittedSubclasses())
                .flatMap(kind -> Stream.of(kind.getPermittedSubclasses()));
    }

    private static String word(Class<?> state) {
        return state.getSimpleName().toLowerCase(Locale.ROOT);
    }

    private static Set<String> followers(Class<?> state) {
        return Stream.of(state.getMethods(), state.getDeclaredMethods())
                .flatMap(Arrays::stream)
                .filter(method -> !Modifier.isStatic(method.getModifiers())
                        && ReplayState.class.isAssignableFrom(method.getReturnType()))
                .map(method -> word(method.getReturnType()))
                .collect(Collectors.toSet());
    }
}
