#!/usr/bin/env bash
# How long alerts take from the public port to Flashduty, through a relay and through its bare parts in turn, what CPU they cost,
# and what an idle relay does; prints a table with ratios and goals, writes target/flow.json, and exits with 1 if a goal is
# missed. Takes nine minutes; --help tells more.
set -euo pipefail
cd "$(dirname "$0")/../../.."

mvn -q -B -ntp -DskipTests package dependency:build-classpath -Dmdep.includeScope=test \
    -Dmdep.outputFile=target/bench.classpath ${MAVEN_ARGUMENTS:-}
# The script relay builds nothing anew while that is younger than the sources.
touch target/built
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
exec "$java" -Xmx1g -cp "target/test-classes:target/classes:$(cat target/bench.classpath)" io.alertrelay.bench.Flow "$@"
