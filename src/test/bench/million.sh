#!/usr/bin/env bash
# How long the commands take that go through all that is stored: 'relay what-if', 'relay audit' and the plan of 'relay
# replay', over a million alerts of the last day (or as many as are named), each with its webhook, event and receipt. They
# run as a person runs them, three times each, against a broker of this command's own in /tmp. Prints a table with goals,
# and exits with 1 if one is missed. Takes some minutes, and about 3 GB of disk.
set -euo pipefail
cd "$(dirname "$0")/../../.."

mvn -q -B -ntp -DskipTests package dependency:build-classpath -Dmdep.includeScope=test \
    -Dmdep.outputFile=target/bench.classpath ${MAVEN_ARGUMENTS:-}
# The script relay builds nothing again while that is younger than the sources.
touch target/built
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
exec "$java" -Xmx1g -cp "target/test-classes:target/classes:$(cat target/bench.classpath)" \
    io.alertrelay.bench.MillionBenchmark "$@"
