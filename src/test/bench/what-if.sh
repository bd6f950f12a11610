#!/usr/bin/env bash
# How many alerts of the journal 'relay what-if' looks at in a second: writes a million (or as many as are named) to a
# broker of its own in /tmp, and looks at them twice. Takes a few minutes, and about 1 GB of disk.
set -euo pipefail
cd "$(dirname "$0")/../../.."

mvn -q -B -ntp test-compile dependency:build-classpath -Dmdep.includeScope=test -Dmdep.outputFile=target/bench.classpath
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
exec "$java" -cp "target/test-classes:target/classes:$(cat target/bench.classpath)" io.alertrelay.explain.WhatIfBenchmark "$@"
