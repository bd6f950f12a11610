package io.alertrelay;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import java.util.Set;

/** What no class may call, because what it does depends on the charset or the locale that the JVM was started with. */
final class TextRules {
    /** By their names in class files; of the JDK's methods that exist with a charset or a locale too. */
    private static final Set<String> BY_CHARSET = Set.of(
            "java.lang.String.getBytes()",
            "java.lang.String.<init>([B)",
            "java.lang.String.<init>([B, int, int)",
            "java.io.ByteArrayOutputStream.toString()",
            "java.io.InputStreamReader.<init>(java.io.InputStream)",
            "java.io.OutputStreamWriter.<init>(java.io.OutputStream)",
            "java.io.FileReader.<init>(java.io.File)",
            "java.io.FileReader.<init>(java.io.FileDescriptor)",
            "java.io.FileReader.<init>(java.lang.String)",
            "java.io.FileWriter.<init>(java.io.File)",
            "java.io.FileWriter.<init>(java.io.File, boolean)",
            "java.io.FileWriter.<init>(java.io.FileDescriptor)",
            "java.io.FileWriter.<init>(java.lang.String)",
            "java.io.FileWriter.<init>(java.lang.String, boolean)",
            "java.io.PrintStream.<init>(java.io.File)",
            "java.io.PrintStream.<init>(java.io.OutputStream)",
            "java.io.PrintStream.<init>(java.io.OutputStream, boolean)",
            "java.io.PrintStream.<init>(java.lang.String)",
            "java.io.PrintWriter.<init>(java.io.File)",
            "java.io.PrintWriter.<init>(java.io.OutputStream)",
            "java.io.PrintWriter.<init>(java.io.OutputStream, boolean)",
            "java.io.PrintWriter.<init>(java.lang.String)",
            "java.lang.Process.errorReader()",
            "java.lang.Process.inputReader()",
            "java.lang.Process.outputWriter()",
            "java.net.URLDecoder.decode(java.lang.String)",
            "java.net.URLEncoder.encode(java.lang.String)",
            "java.nio.charset.Charset.defaultCharset()",
            "java.util.Formatter.<init>(java.io.File)",
            "java.util.Formatter.<init>(java.io.OutputStream)",
            "java.util.Formatter.<init>(java.io.PrintStream)",
            "java.util.Formatter.<init>(java.lang.String)",
            "java.util.Scanner.<init>(java.io.File)",
            "java.util.Scanner.<init>(java.io.InputStream)",
            "java.util.Scanner.<init>(java.nio.channels.ReadableByteChannel)",
            "java.util.Scanner.<init>(java.nio.file.Path)");

    private static final Set<String> BY_LOCALE = Set.of(
            "java.lang.String.toLowerCase()",
            "java.lang.String.toUpperCase()",
            "java.text.DecimalFormat.<init>(java.lang.String)",
            "java.text.NumberFormat.getInstance()",
            "java.text.SimpleDateFormat.<init>(java.lang.String)");

    private TextRules() {}

    /** Every conversion between text and bytes names its charset. */
    static ArchRule charsetsAreNamed() {
        return ArchRuleDefinition.noClasses()
                .should()
                .callCodeUnitWhere(oneOf(BY_CHARSET))
                .because("the JVM's own charset is whatever the locale says; use StandardCharsets.UTF_8");
    }

    /** Every change of case names its locale. Formats need not: the process runs in none (class Console). */
    static ArchRule localesAreNamed() {
        return ArchRuleDefinition.noClasses()
                .should()
                .callCodeUnitWhere(oneOf(BY_LOCALE))
                .because("in Turkish I and i are two letters; use Locale.ROOT");
    }

    private static DescribedPredicate<JavaCall<?>> oneOf(Set<String> signatures) {
        return DescribedPredicate.describe("it depends on the JVM's default", call -> signatures.contains(name(call)));
    }

    private static String name(JavaCall<?> call) {
        return call.getTargetOwner().getFullName() + "." + call.getName() + "("
                + String.join(
                        ", ",
                        call.getTarget().getRawParameterTypes().stream()
                                .map(JavaClass::getName)
                                .toList())
                + ")";
    }
}
