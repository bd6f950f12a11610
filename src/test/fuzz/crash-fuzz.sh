#!/bin/sh
# Kills relays and brokers at random moments under random faults, and checks what came of each alert; --help tells more.
# Builds what it needs with Maven first. Exit code 1 if a promise was broken.
set -eu
home=$(cd "$(dirname "$0")/../../.." && pwd)
cd "$home"
mvn -B -q -ntp -DskipTests -Dspotless.check.skip test-compile dependency:build-classpath \
    -Dmdep.outputFile=target/fuzz.classpath -Dmdep.includeScope=test ${MAVEN_ARGUMENTS:-} >&2
exec "${JAVA_HOME:+$JAVA_HOME/bin/}java" -Xmx768m -cp "target/test-classes:target/classes:$(cat target/fuzz.classpath)" \
    io.alertrelay.fuzz.CrashFuzz "$@"
