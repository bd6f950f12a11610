#!/usr/bin/env bash
# How long what the console asks for takes, of a relay with 200 channels and a million alerts of the last day (or as many
# as are named: alerts, then channels), each with its webhook, event and receipt: writes them to a broker of its own in
# /tmp. The JVM has the options that 'relay serve' gives it on two processors. Takes some minutes, and about 3 GB of disk.
set -euo pipefail
cd "$(dirname "$0")/../../.."

mvn -q -B -ntp test-compile dependency:build-classpath -Dmdep.includeScope=test -Dmdep.outputFile=target/bench.classpath
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
exec "$java" -Xms96m -Xmx1g -XX:TieredStopAtLevel=1 -XX:+UseSerialGC \
    -cp "target/test-classes:target/classes:$(cat target/bench.classpath)" io.alertrelay.bench.ConsoleBenchmark "$@"
