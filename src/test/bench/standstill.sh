#!/usr/bin/env bash
# How long delivery stands still after each fault of a cluster: a relay killed, stopped, frozen, cut off from the
# brokers, both restarted one after the other, a third one that joins and leaves; a broker killed, a broker frozen, two
# of three killed. Three brokers, two relays and the sandbox, each a process on loopback. Takes ten minutes; prints a
# table in Markdown; --help tells more.
set -euo pipefail
cd "$(dirname "$0")/../../.."

mvn -q -B -ntp -DskipTests package dependency:build-classpath -Dmdep.includeScope=test -Dmdep.outputFile=target/bench.classpath
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
exec "$java" -Xmx512m -cp "target/test-classes:target/classes:$(cat target/bench.classpath)" io.alertrelay.bench.Standstill "$@"
