#!/usr/bin/env bash
# What a dead channel's backlog costs in memory: with 10,000 alerts waiting and with a million. Takes a few minutes and
# 1.3 GB in the temporary folder; --help tells more.
set -euo pipefail
cd "$(dirname "$0")/../../.."

mvn -q -B -ntp test-compile dependency:build-classpath -Dmdep.includeScope=test -Dmdep.outputFile=target/bench.classpath
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
exec "$java" -Xmx512m -cp "target/test-classes:target/classes:$(cat target/bench.classpath)" io.alertrelay.bench.DeadBacklog "$@"
