#!/usr/bin/env bash
# How long 'relay find' takes for a journal of a million alerts (or as many as are named), beside a bare consumer that reads
# the same topic: writes them to a broker of its own in /tmp. Takes a minute or two, and about 1 GB of disk.
set -euo pipefail
cd "$(dirname "$0")/../../.."

mvn -q -B -ntp test-compile dependency:build-classpath -Dmdep.includeScope=test -Dmdep.outputFile=target/bench.classpath
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
exec "$java" -cp "target/test-classes:target/classes:$(cat target/bench.classpath)" io.alertrelay.explain.FindBenchmark "$@"
