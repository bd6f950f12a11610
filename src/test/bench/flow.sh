#!/usr/bin/env bash
# How long alerts take from the public port to Flashduty, through a relay, through its bare parts and through others in
# turn, and what CPU they cost; with 8 channels for each alert and one of them bad; what an idle relay does with 8 and with
# 100 channels; how soon it is back after kill -9. Prints a table with ratios and goals, writes target/flow.json, and
# exits with 1 if a goal is missed. Takes 20 minutes; one part is named as argument, --help tells more.
set -euo pipefail
cd "$(dirname "$0")/../../.."

mvn -q -B -ntp -DskipTests package dependency:build-classpath -Dmdep.includeScope=test \
    -Dmdep.outputFile=target/bench.classpath ${MAVEN_ARGUMENTS:-}
# The script relay builds nothing again while that is younger than the sources.
touch target/built
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
exec "$java" -Xmx1g -cp "target/test-classes:target/classes:$(cat target/bench.classpath)" io.alertrelay.bench.Flow "$@"
