#!/usr/bin/env bash
# What an alert costs with 10 and with 10,000 cases, and the ratio; fails if that is over 1.5. Takes a minute.
set -euo pipefail
cd "$(dirname "$0")/../../.."

mvn -q -B -ntp test-compile dependency:build-classpath -Dmdep.includeScope=test -Dmdep.outputFile=target/bench.classpath
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
exec "$java" -cp "target/test-classes:target/classes:$(cat target/bench.classpath)" io.alertrelay.routing.RulesBenchmark
