#!/bin/sh
# Runs a relay through all that it writes into its topics, and keeps the records and its data folder as they are then:
# into the folder that is named. Only for when the format of a topic is changed on purpose.
set -eu
[ $# = 1 ] || { echo "usage: record.sh FOLDER" >&2; exit 2; }
home=$(cd "$(dirname "$0")/../../.." && pwd)
mkdir -p "$1"
to=$(cd "$1" && pwd)
cd "$home"
mvn -B -q -ntp -DskipTests -Dspotless.check.skip test-compile dependency:build-classpath \
    -Dmdep.outputFile=target/golden.classpath -Dmdep.includeScope=test ${MAVEN_ARGUMENTS:-} >&2
exec "${JAVA_HOME:+$JAVA_HOME/bin/}java" -cp "target/test-classes:target/classes:$(cat target/golden.classpath)" \
    io.alertrelay.golden.Recording "$to"
