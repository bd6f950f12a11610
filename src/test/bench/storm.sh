#!/usr/bin/env bash
# How soon the Criticals among 10,000 alerts at once are delivered, alone, in the storm, and in strict order of arrival;
# fails if the storm makes them more than 1.2 times later. Takes three minutes; --help tells more.
set -euo pipefail
cd "$(dirname "$0")/../../.."

mvn -q -B -ntp test-compile dependency:build-classpath -Dmdep.includeScope=test -Dmdep.outputFile=target/bench.classpath
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
exec "$java" -Xmx1g -cp "target/test-classes:target/classes:$(cat target/bench.classpath)" io.alertrelay.bench.Storm "$@"
