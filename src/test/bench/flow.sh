#!/usr/bin/env bash
# How long alerts take from the door to Flashduty, through a relay and through its bare parts in turn, and what CPU they
# cost; prints a table. Takes six minutes; --help tells more.
set -euo pipefail
cd "$(dirname "$0")/../../.."

mvn -q -B -ntp -DskipTests package dependency:build-classpath -Dmdep.includeScope=test \
    -Dmdep.outputFile=target/bench.classpath ${MAVEN_ARGUMENTS:-}
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
exec "$java" -Xmx1g -cp "target/test-classes:target/classes:$(cat target/bench.classpath)" io.alertrelay.bench.Flow "$@"
